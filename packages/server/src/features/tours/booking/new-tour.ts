import type { TourTypeId } from '@luma-leasing/types/property';
import type { Prospect } from '../../leads/upsert-lead.ts';
import type { DailyCaps } from './daily-caps.ts';

/** A tour to be written, once the rules are content. */
export interface NewTour {
  id: string;
  profileId: string;
  tourType: TourTypeId;
  /** Epoch ms, like all the others. */
  startsAt: number;
  endsAt: number;
  blockedUntil: number;
  specialRequests: string | null;
  unverified: boolean;
  /** A manager puts it there although it collides. */
  conflictAccepted?: boolean;
  /** False: the calendar writes to no address that is new here. Absent: to as many an hour as the settings say. */
  mayInvite?: boolean;
  caps: DailyCaps;
  consents: {
    kind: 'privacy' | 'sms';
    granted: boolean;
    textVersion: string;
    page: string | null;
  }[];
}

export type NewProspect = Prospect & { firstName: string; lastName: string; email: string };
