import type { CalendarEntry } from '@luma-leasing/types/appointment';
import type { mirrorEvents } from '../../db/tables/mirror.ts';
import { dateText, instantText } from '../../lib/iso.ts';
import { zoneOf } from '../../lib/zone.ts';
import type { Actor } from '../../unit-of-work.ts';

export type MirrorRow = typeof mirrorEvents.$inferSelect;

export interface CalendarSettings {
  timezone: string;
  showTitles: boolean;
  writable: boolean;
}

/** A row of the mirror, with what the member may see of it. Pure. */
export function toCalendarEntry(
  row: MirrorRow,
  { timezone, showTitles, writable }: CalendarSettings,
  { profileId }: Pick<Actor, 'profileId'>,
): CalendarEntry {
  // The team may read all appointments made here. Other events can be read by the calendar's owner, or by all if
  // `showTitles` is set.
  const legible = showTitles || row.kind !== null || row.profileId === profileId;
  const dayOf = (ms: number) => dateText(zoneOf(timezone).dayAt(ms));
  return {
    id: row.id,
    agentId: row.profileId,
    title: row.forTour ? 'Tour' : ((legible ? row.title : null) ?? 'Busy'),
    location: legible ? row.location : null,
    description: legible ? row.description : null,
    kind: row.kind,
    startsAt: instantText(row.startsAt),
    endsAt: instantText(row.endsAt),
    ...(row.allDay ? { days: { from: dayOf(row.startsAt), to: dayOf(row.endsAt) } } : {}),
    allDay: row.allDay,
    busy: row.busy,
    recurring: row.seriesId !== null,
    editable: writable && !row.forTour,
    syncStatus: row.syncStatus,
    syncError: row.lastError,
  };
}
