import { RRuleTemporal } from 'rrule-temporal';
import { invalid } from '../errors.ts';

/** The parsed `recurrence` of an event. Times are epoch milliseconds. */
export interface Recurrence {
  rules: string[];
  extra: number[];
  excluded: Set<number>;
}

/**
 * Reads RRULE, RDATE and EXDATE lines. An all-day series is computed in UTC, where every day has a midnight and 24
 * hours.
 */
export function parseRecurrence(lines: readonly string[], zone: string): Recurrence {
  const recurrence: Recurrence = { rules: [], extra: [], excluded: new Set() };
  for (const line of lines) {
    const [, name, parameters = '', value] =
      /^(RRULE|RDATE|EXDATE)((?:;[^:]*)?):(.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw invalidRule();
    if (name === 'RRULE') {
      recurrence.rules.push(withExactUntil(value, zone));
      continue;
    }
    const lineZone = /;TZID=([^;]+)/.exec(parameters)?.[1] ?? zone;
    for (const text of value.split(',')) {
      const epochMs = parseIcsTime(text, lineZone);
      if (name === 'RDATE') recurrence.extra.push(epochMs);
      else recurrence.excluded.add(epochMs);
    }
  }
  return recurrence;
}

/** Refuses a rule that cannot be expanded. */
export function validateRecurrence(lines: readonly string[], start: number, zone: string): void {
  const { rules } = parseRecurrence(lines, zone);
  for (const rule of rules) {
    if (/COUNT=/.test(rule) && /UNTIL=/.test(rule)) throw invalidRule();
    buildRule(rule, start, zone);
  }
}

export function buildRule(rule: string, start: number, zone: string): RRuleTemporal {
  try {
    return new RRuleTemporal({
      rruleString: `RRULE:${rule}`,
      dtstart: Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone),
      temporal: Temporal,
      // Google also shows an event at its own start if the rule does not match it.
      includeDtstart: true,
      cache: false,
    });
  } catch (error) {
    if (error instanceof Error) throw invalidRule();
    throw error;
  }
}

/** UNTIL may be a date or a local time; the library needs an instant. */
function withExactUntil(rule: string, zone: string): string {
  return rule.replace(/UNTIL=(\d{8})(?![T\d])/, (_match, date: string) => {
    const lastMoment = parseIcsTime(`${date}T235959`, zone);
    return `UNTIL=${compactInstant(lastMoment)}`;
  });
}

function parseIcsTime(text: string, zone: string): number {
  const [, date, time = '000000', utc] = /^(\d{8})(?:T(\d{6})(Z)?)?$/.exec(text) ?? [];
  if (date === undefined) throw invalidRule();
  try {
    return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(utc ? 'UTC' : zone)
      .epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) throw invalidRule();
    throw error;
  }
}

/** `20260128T150000Z`, as in ids of instances and in UNTIL. */
export function compactInstant(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function invalidRule() {
  return invalid('Invalid recurrence rule.');
}
