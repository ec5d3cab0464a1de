import { parseInstant } from '../../lib/iso.ts';
import type { RemoteEvent } from '../calendars/provider.ts';

export type WriteAction = 'create' | 'update' | 'remove' | 'next_generation' | 'nothing';

/** What a tour asks for: an event that stands, or none. */
export interface WantedEvent {
  stands: boolean;
  /** Epoch ms. */
  startsAt: number;
  endsAt: number;
  /** The event was written before: if it is gone, somebody removed it. */
  writtenBefore: boolean;
}

/** What to do so that the calendar shows the tour. Pure; the same again once it is done: nothing. */
export function decideWrite(wanted: WantedEvent, remote: RemoteEvent | null): WriteAction {
  const isThere = remote !== null && !remote.cancelled;
  if (!wanted.stands) return isThere ? 'remove' : 'nothing';
  if (remote === null) return 'create';
  // An id stays taken after its event is deleted. Who deleted it in the calendar is heard by sync.
  if (remote.cancelled) return wanted.writtenBefore ? 'nothing' : 'next_generation';
  const same =
    parseInstant(remote.startsAt) === wanted.startsAt &&
    parseInstant(remote.endsAt) === wanted.endsAt;
  return same ? 'nothing' : 'update';
}
