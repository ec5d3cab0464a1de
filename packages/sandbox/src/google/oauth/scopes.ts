const PREFIX = 'https://www.googleapis.com/auth/';

/** Scopes about the person, not their data. They have no box, and are always granted. */
const IDENTITY: Record<string, string> = {
  openid: 'openid',
  email: `${PREFIX}userinfo.email`,
  profile: `${PREFIX}userinfo.profile`,
  [`${PREFIX}userinfo.email`]: `${PREFIX}userinfo.email`,
  [`${PREFIX}userinfo.profile`]: `${PREFIX}userinfo.profile`,
};

/** The sensitive scopes, in the words of Google's consent page. */
const SENSITIVE: Record<string, string> = {
  [`${PREFIX}calendar`]:
    'See, edit, share, and permanently delete all the calendars you can access using Google Calendar',
  [`${PREFIX}calendar.readonly`]: 'See and download any calendar you can access',
  [`${PREFIX}calendar.events`]: 'View and edit events on all your calendars',
  [`${PREFIX}calendar.events.readonly`]: 'View events on all your calendars',
  [`${PREFIX}calendar.events.owned`]: 'See, create, change, and delete events on calendars you own',
  [`${PREFIX}calendar.freebusy`]: 'View your availability in your calendars',
  [`${PREFIX}calendar.events.freebusy`]: 'See the availability on calendars you have access to',
  [`${PREFIX}calendar.calendarlist`]: 'See, add, and remove calendars you’re subscribed to',
  [`${PREFIX}calendar.calendarlist.readonly`]: 'See the list of calendars you’re subscribed to',
  [`${PREFIX}calendar.calendars`]: 'See and change the properties of your calendars',
  [`${PREFIX}calendar.calendars.readonly`]: 'See the title, description and zone of your calendars',
  [`${PREFIX}gmail.modify`]: 'Read, compose, and send emails from your Gmail account',
  [`${PREFIX}gmail.readonly`]: 'View your email messages and settings',
  [`${PREFIX}gmail.send`]: 'Send email on your behalf',
};

/** Google grants `email` under a longer name, so clients must not compare the strings. */
export function canonicalScope(scope: string): string {
  return IDENTITY[scope] ?? scope;
}

export function isIdentityScope(scope: string): boolean {
  return Object.hasOwn(IDENTITY, scope);
}

export function isKnownScope(scope: string): boolean {
  return isIdentityScope(scope) || Object.hasOwn(SENSITIVE, scope);
}

export function describeScope(scope: string): string {
  return SENSITIVE[scope] ?? scope;
}

export function parseScopes(text: string): string[] {
  return [...new Set(text.split(/\s+/).filter((scope) => scope !== ''))];
}

export function mergeScopes(...lists: readonly string[][]): string[] {
  return [...new Set(lists.flat())];
}
