const seconds = /^\d+$/;
const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = String.raw`\d\d:\d\d:\d\d`;
/** The one in use, and the two that a recipient must still take (RFC 9110 §5.6.7). */
const dates = [
  String.raw`${day}, \d\d ${month} \d{4} ${time} GMT`,
  String.raw`(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d\d-${month}-\d\d ${time} GMT`,
  String.raw`${day} ${month} [ \d]\d ${time} \d{4}`,
].map((shape) => new RegExp(`^${shape}$`));

/**
 * How long an answer asks to be left alone: seconds, or a date (RFC 9110 §10.2.3), which is one of the answering
 * server's clock and so is compared with its own `Date`. Undefined: it does not say, or makes no sense.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const asked = headers.get('retry-after')?.trim() ?? '';
  if (seconds.test(asked)) return Number(asked) * 1000;
  const waitMs = httpDate(asked) - httpDate(headers.get('date')?.trim() ?? '');
  return Number.isNaN(waitMs) ? undefined : Math.max(0, waitMs);
}

// `Date.parse` alone makes a date of nearly anything.
function httpDate(text: string): number {
  if (!dates.some((shape) => shape.test(text))) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
