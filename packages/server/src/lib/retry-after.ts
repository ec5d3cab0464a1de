const seconds = /^\d+$/;
const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = String.raw`\d\d:\d\d:\d\d`;
/** The current date format, and the two old ones that a recipient must accept (RFC 9110 §5.6.7). */
const dates = [
  String.raw`${day}, \d\d ${month} \d{4} ${time} GMT`,
  String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-${month}-\d\d ${time} GMT`,
  String.raw`${day} ${month} [ \d]\d ${time} \d{4}`,
].map((shape) => new RegExp(`^${shape}$`));

/**
 * How long an answer asks us to wait, in ms. A date (RFC 9110 §10.2.3) follows the clock of the answering server,
 * so it is compared with the answer's own `Date`. Undefined: no valid value.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (seconds.test(asked)) return Number(asked) * 1000;
  const waitMs = httpDate(asked) - httpDate(headers.get('date')?.trim() ?? '');
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

// `Date.parse` alone accepts nearly any text.
function httpDate(text: string): number {
  if (!dates.some((shape) => shape.test(text))) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
