/**
 * Wall clocks of IANA time zones, fast. Each zone has a table of the spans between offset changes. Intl fills it in
 * blocks, when a block is first needed. The machine's own zone has no effect.
 *
 * A *local* number below is a wall clock in ms, read as if it were UTC: 09:00 on 1970-01-02 is 33 h in any zone.
 */
import { DAY_MS } from './iso.ts';

/** Between `from` (inclusive) and `until` (exclusive), epoch ms, the clock is `offset` ms ahead of UTC. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/** About 397 days, read from Intl at once (0.5 ms). A power of two, so that edges are exact. */
const BLOCK_MS = 2 ** 35;
/** About 3 days. Since 1970 no zone has changed twice within 6 days, so probes at this distance find all changes. */
const PROBE_MS = 2 ** 28;
/** The largest distance of a clock from UTC. */
const MAX_OFFSET_MS = 16 * 3_600_000;

/** Asks Intl for the offset at an instant; that is slow (4 µs). Throws RangeError for an unknown zone. */
function intlOffset(timezone: string): (epochMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return (epochMs) => {
    const wholeSeconds = Math.floor(epochMs / 1000) * 1000;
    const field: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const part of format.formatToParts(wholeSeconds)) field[part.type] = Number(part.value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
    return Date.UTC(year, month - 1, day, hour, minute, second) - wholeSeconds;
  };
}

/** The first instant in (from, to] whose offset differs from that at `from`. The offset at `to` must differ. */
function changeBetween(offsetAt: (ms: number) => number, from: number, to: number): number {
  const before = offsetAt(from);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function readBlock(offsetAt: (ms: number) => number, blockStart: number): Span[] {
  const spans: Span[] = [];
  const blockEnd = blockStart + BLOCK_MS;
  let from = blockStart;
  let offset = offsetAt(blockStart);
  for (let probe = blockStart; probe < blockEnd; probe += PROBE_MS) {
    const next = probe + PROBE_MS;
    const offsetNext = offsetAt(next);
    let low = probe;
    while (offset !== offsetNext) {
      low = changeBetween(offsetAt, low, next);
      spans.push({ from, until: low, offset });
      from = low;
      offset = offsetAt(low);
    }
  }
  // If a change is exactly on the block's end, the last span is already complete.
  if (from < blockEnd) spans.push({ from, until: blockEnd, offset });
  return spans;
}

/** The clock of one zone. Get it from `zoneOf`, which keeps the tables. */
export class Zone {
  readonly name: string;
  readonly #intlOffset: (epochMs: number) => number;
  readonly #blocks = new Map<number, Span[]>();
  /** The span of the last answer. It nearly always has the next answer, too. */
  #last: Span = { from: 0, until: 0, offset: 0 };

  constructor(name: string) {
    this.name = name;
    this.#intlOffset = intlOffset(name);
  }

  /** How far the wall clock is ahead of UTC at an instant, in ms (negative in the west). */
  offsetAt(epochMs: number): number {
    const last = this.#last;
    if (epochMs >= last.from && epochMs < last.until) return last.offset;
    return this.#spanAt(epochMs).offset;
  }

  /** Epoch day of the local date at an instant. */
  dayAt(epochMs: number): number {
    return Math.floor((epochMs + this.offsetAt(epochMs)) / DAY_MS);
  }

  /**
   * The first instant at which the wall clock shows `localMs` or later. If the time occurs twice, it is the first
   * one; if it does not occur, the moment when the clock jumps past it.
   */
  reached(localMs: number): number {
    const guess = localMs - this.#last.offset;
    if (guess - 2 * MAX_OFFSET_MS >= this.#last.from && guess < this.#last.until) return guess;
    let span = this.#spanAt(localMs - MAX_OFFSET_MS);
    while (localMs - span.offset >= span.until) span = this.#spanAt(span.until);
    return Math.max(localMs - span.offset, span.from);
  }

  /** The offset in ms, if it is the same during this stretch of wall clock; else undefined. */
  steadyOffset(localFrom: number, localTo: number): number | undefined {
    const span = this.#spanAt(localFrom - this.offsetAt(localFrom));
    const clearOfPast = localFrom - span.offset - 2 * MAX_OFFSET_MS >= span.from;
    const clearOfNext = localTo - span.offset + 2 * MAX_OFFSET_MS < span.until;
    return clearOfPast && clearOfNext ? span.offset : undefined;
  }

  #spanAt(epochMs: number): Span {
    if (epochMs >= this.#last.from && epochMs < this.#last.until) return this.#last;
    const index = Math.floor(epochMs / BLOCK_MS);
    let block = this.#blocks.get(index);
    if (block === undefined) {
      block = readBlock(this.#intlOffset, index * BLOCK_MS);
      this.#blocks.set(index, block);
    }
    const span = block.find((candidate) => epochMs < candidate.until);
    if (span === undefined) throw new RangeError(`Not an instant: ${epochMs}`);
    this.#last = span;
    return span;
  }
}

const zones = new Map<string, Zone>();

/** The clock of an IANA zone, e.g. `America/Chicago`. Throws RangeError for a name Intl does not know. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(name);
    zones.set(name, zone);
  }
  return zone;
}
