/** Dates and times in the widget's words: American English, at the demo property. */
const zone = 'America/Chicago';

const inWords = (options: Intl.DateTimeFormatOptions, timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-US', { ...options, timeZone });
  return (at: string) => format.format(new Date(at)).replaceAll(/[\u202f\u2009]/g, ' ');
};

const day = inWords({ weekday: 'long', month: 'long', day: 'numeric' }, 'UTC');
const month = inWords({ month: 'long', year: 'numeric' }, 'UTC');

/** "Tuesday, January 27", from a date. */
export const dayName = (date: string): string => day(`${date}T12:00:00Z`);

/** "January 2026", from a date. */
export const monthName = (date: string): string => month(`${date}T12:00:00Z`);

/** "09:00", from an instant, in the property's zone. */
export const clockTime = inWords({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, zone);

/** "9:00 AM", from an instant, in the property's zone. */
export const timeName = inWords({ hour: 'numeric', minute: '2-digit' }, zone);
