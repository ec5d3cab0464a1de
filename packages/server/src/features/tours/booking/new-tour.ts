import type { TourTypeId } from '@luma-leasing/types/property';
import type { Prospect } from '../../leads/upsert-lead.ts';
import type { DailyCaps } from './daily-caps.ts';

/** A tour to be written: all rules are checked. */
export interface NewTour {
  id: string;
  profileId: string;
  tourType: TourTypeId;
  /** Epoch ms, like the two below. */
  startsAt: number;
  endsAt: number;
  blockedUntil: number;
  specialRequests: string | null;
  unverified: boolean;
  /** A manager wants the tour at this time although it conflicts. */
  conflictAccepted?: boolean;
  /** False: the calendar invites no address that is new at the property. Absent: as many an hour as is set. */
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
