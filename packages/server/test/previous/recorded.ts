import { readFileSync } from 'node:fs';
import type { Unit } from './wire.ts';

/** The statements of the previous version, as `record.ts` wrote them. */
export interface Recorded {
  /** The last migration of that version. */
  version: string;
  queues: { name: string; policy?: string | undefined }[];
  /** The ids that its servers announced as changed when they booked the tour. */
  announced: string[];
  tour: { tourId: string; startsAt: string; endsAt: string; email: string; key: string };
  /** Makes a property, and its agent with a calendar. */
  setUp: Unit[];
  availability: Unit[];
  book: Unit[];
  cancel: Unit[];
}

export const recorded = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
) as Recorded;
