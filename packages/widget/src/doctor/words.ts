/**
 * Every finding of the doctor, by its stable code: what is wrong, and what to do about it. The console says the same
 * words in one line (`say.ts`). `docs/doctor.md` explains each code; a test compares.
 */
export type Level = 'problem' | 'note' | 'good';

interface Words {
  level: Level;
  /** One sentence. `{names}` are filled in. */
  what: string;
  /** One or two sentences; empty for what is well. */
  fix: string;
}

const problem = (what: string, fix: string): Words => ({ level: 'problem', what, fix });
const note = (what: string, fix: string): Words => ({ level: 'note', what, fix });
const good = (what: string): Words => ({ level: 'good', what, fix: '' });

const replaceLine =
  'Put this into the page’s Content-Security-Policy. If the policy has a part that begins with the same word, replace that part.';

export const words = {
  CHECK_FAILED: problem(
    'The doctor could not finish: {error}.',
    'Something on this page is unlike what it expects. Send the server’s operator this report.',
  ),
  NO_EMBED: problem(
    'This page has no LumaLeasing script tag and no <luma-leasing> element.',
    'Put the script tag on the page: the server’s operator has it, with your key in it.',
  ),
  MISSING_API_KEY: problem(
    'The key of your property is missing.',
    'Add it: data-key on the script tag, or api-key on the element.',
  ),
  MALFORMED_API_KEY: problem(
    '“{key}” is not a key: a key begins with pk_ and has only letters, digits, - and _.',
    'Copy the whole key again from your LumaLeasing settings.',
  ),
  INVALID_API_KEY: problem(
    'The server does not know this key: it is mistyped, or was revoked.',
    'Copy the key again from your LumaLeasing settings, and check that the address of the server is right.',
  ),
  ORIGIN_NOT_ALLOWED: problem(
    'This key may not be used on {origin}.',
    'Ask the server’s operator to allow it with this command. It replaces the list, so it must repeat the key’s other origins, which “pnpm admin keys PROPERTY” shows.',
  ),
  NO_ORIGIN: problem(
    'This page has no address that a key could allow: it is a file, or in a sandboxed frame.',
    'Open the page from a web server, such as http://localhost.',
  ),
  CSP_SCRIPT_BLOCKED: problem(
    'The page’s security policy (CSP) does not let the widget’s code be loaded from {server}.',
    replaceLine,
  ),
  CSP_CONNECT_BLOCKED: problem(
    'The page’s security policy (CSP) does not let the widget talk to {server}.',
    replaceLine,
  ),
  CSP_TRUSTED_TYPES: problem(
    'The page’s security policy (CSP) does not allow the Trusted Types policy that the widget needs.',
    replaceLine,
  ),
  MIXED_CONTENT: problem(
    'This page is https, but the server’s address is http: browsers block that.',
    'Write the server’s address with https://.',
  ),
  UNREACHABLE: problem(
    'The server at {server} does not answer.',
    'Check the address of the server (api-base, or src of the script), that the server runs, and that no ad blocker is in the way.',
  ),
  ANSWER_BLOCKED: problem(
    'There is a server at {server}, but the page may not read its answers.',
    'Something between the page and the server removes the CORS headers. Let the proxy pass the headers of the server on.',
  ),
  WRONG_SERVER: problem(
    'What answers at {server} is not LumaLeasing (status {status}).',
    'Correct the address: only the origin of the server, with no path behind it.',
  ),
  SERVER_ERROR: problem(
    'The server has a problem of its own: {code}.',
    'Try again in a minute. If it stays, send the server’s operator this report.',
  ),
  WIDGET_NOT_LOADED: problem(
    'The widget’s code could not be loaded from {server}.',
    'Check that the server runs, and that no optimiser, firewall or ad blocker stops files of its folder /widget/.',
  ),
  NOT_REGISTERED: problem(
    'There is a <luma-leasing> element, but nothing on the page defines it.',
    'Load the widget’s code with this line.',
  ),
  LAUNCHER_REMOVED: problem(
    'The script has run, but its launcher is not on the page: another script took it away.',
    'Find what empties the page after it has loaded, or put the script tag at the end of the body.',
  ),
  LAUNCHER_HIDDEN: problem(
    'The page hides the widget: {selector} has {property}.',
    'Remove that style, or add a rule that excludes luma-leasing from it.',
  ),
  LAUNCHER_OFF_SCREEN: problem(
    'The launcher is outside of the window.',
    'Correct --luma-offset-x and --luma-offset-y, or the styles of ::part(launcher).',
  ),
  LAUNCHER_MOVED: problem(
    'The launcher does not stay in the corner of the window, because {selector} has {property}.',
    'Remove that style from it, or put the launcher outside of it.',
  ),
  LAUNCHER_COVERED: problem(
    'Something lies above the widget: {selector}.',
    'Lower its z-index, or move the launcher with --luma-offset-x and --luma-offset-y.',
  ),
  TWO_LAUNCHERS: problem(
    'The page has {n} floating launchers, which lie on one another.',
    'Keep one. The others can be mode="inline".',
  ),
  LOADED_TWICE: note(
    'The script tag for this key is on the page {n} times.',
    'Keep one: perhaps a tag manager or a plugin adds another.',
  ),
  TWO_VERSIONS: problem(
    'Two versions of the widget are on this page: {used} works, {unused} came later and does nothing.',
    'Keep one: load the widget either with the script tag or from npm, and update it.',
  ),
  NEWER_SERVER: note(
    'The server ({server}) is newer than this widget ({widget}).',
    'It works, but new features may be missing. Update the widget; with the script tag, reload without the cache.',
  ),
  OLDER_SERVER: note(
    'The server ({server}) is older than this widget ({widget}).',
    'Ask the server’s operator to update it, or use the widget of the server’s version.',
  ),
  UNKNOWN_CODE: note(
    'The server answered with a code that this widget ({widget}) does not know: {code}.',
    'The visitor can try again. Update the widget: the server is newer.',
  ),
  UNKNOWN_ATTRIBUTE: problem(
    'The attribute {name} means nothing to the widget.',
    'Write {known} instead.',
  ),
  UNUSED_ATTRIBUTE: note(
    'The attribute {name} means nothing to the widget.',
    'Remove it, or look up in the documentation what you meant.',
  ),
  INVALID_ATTRIBUTE: problem('{name}="{value}" is not valid.', '{advice}'),
  INVALID_TOKEN: problem(
    'The style {name} has a value that is not a colour: {value}.',
    'Write a colour such as #1f6f5c, or remove the style.',
  ),
  LOW_CONTRAST: problem(
    '{text} on {ground} is hard to read: the contrast is {ratio}, and must be {least}.',
    'Change one of the two colours, or remove both and set only --luma-brand: the rest is derived from it.',
  ),
  STORAGE_BLOCKED: note(
    'The browser blocks storage on this page.',
    'The widget works, but forgets the visitor’s tour when the page is left. If only you see this, it is a setting of your browser.',
  ),
  CLOCK_SKEW: note(
    'The clock of this device is {by} the server’s.',
    'Correct the clock of the device. If all devices say so, the clock of the server is wrong.',
  ),
  TEST_KEY: note(
    'This is a test key: tours booked with it are for practice, and nobody is told of them.',
    'Before your visitors use the page, put the real key in its place.',
  ),
  TOURS_DISABLED: note(
    'Tours are switched off for this property.',
    'Ask the server’s operator to switch them on. Until then visitors can only leave a message.',
  ),
  CALENDAR_NOT_CONNECTED: note(
    'No calendar is connected, so that no times can be offered.',
    'Ask the server’s operator for a link that connects an agent’s calendar. Until then visitors can ask for a call back.',
  ),
  CALENDAR_AUTH_EXPIRED: note(
    'The connection to the calendar has ended, so that no times can be offered.',
    'Ask the server’s operator for a link that connects it again. Until then visitors can ask for a call back.',
  ),
  CALENDAR_UNREACHABLE: note(
    'The calendar does not answer just now, so that no times can be offered.',
    'Wait a minute and check again. Until then visitors can ask for a call back.',
  ),
  NO_FREE_TIMES: note(
    'The calendar is connected, but no time is free in the next {days} days.',
    'Check the tour hours of the property, and whether the agent’s calendar is full.',
  ),
  SERVER_ANSWERS: good('The server answers, and knows this key: {property}.'),
  ORIGIN_ALLOWED: good('The key may be used on {origin}.'),
  TIMES_OFFERED: good('Free times are offered, on {days} days.'),
  POLICY_FITS: good('The page’s security policy lets the widget work.'),
  LOADED_ONCE: good('The widget is on the page once, in one version.'),
  VERSIONS_FIT: good('Widget and server fit: {widget} and {server}.'),
  ATTRIBUTES_VALID: good('All attributes are known and valid.'),
  WIDGET_VISIBLE: good('The widget is where visitors can see and use it.'),
  COLORS_READABLE: good('The colours are easy to read.'),
  STORAGE_WORKS: good('The browser lets the widget remember the visitor’s tour.'),
  CLOCK_RIGHT: good('The clock of this device is right.'),
} satisfies Record<string, Words>;

export type FindingCode = keyof typeof words;

export interface Finding {
  code: FindingCode;
  level: Level;
  what: string;
  fix: string;
  /** A line to copy; null where there is none. */
  line: string | null;
}

export type Values = Record<string, string | number>;

export function finding(
  code: FindingCode,
  values: Values = {},
  line: string | null = null,
): Finding {
  const { level, what, fix }: Words = words[code];
  const fill = (text: string) =>
    text.replace(/\{(\w+)\}/g, (_hole, name: string) => String(values[name] ?? ''));
  return { code, level, what: fill(what), fix: fill(fix), line };
}
