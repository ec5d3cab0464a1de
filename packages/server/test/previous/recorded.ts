import { readFileSync } from 'node:fs';
import type { Unit } from './wire.ts';

/** What the version before asks of its database, as `record.ts` wrote it down. */
export interface Recorded {
  /** Its last migration. */
  version: string;
  queues: { name: string; policy?: string | undefined }[];
  /** Of whom its servers told one another that something changed, when they booked the tour. */
  announced: string[];
  tour: { tourId: string; startsAt: string; endsAt: string; email: string; key: string };
  /** A property, and its agent with a calendar. */
  setUp: Unit[];
  availability: Unit[];
  book: Unit[];
  cancel: Unit[];
}

export const recorded = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
) as Recorded;
