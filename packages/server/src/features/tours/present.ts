import type { Booking } from '@luma-leasing/types/tour';
import type { Config } from '../../config.ts';
import type { tourBookings } from '../../db/tables/tours.ts';
import { instantText } from '../../lib/iso.ts';
import { manageUrl } from '../accounts/manage-link.ts';

export type TourRow = typeof tourBookings.$inferSelect;

/** The tour as the API shows it to its prospect. */
export function toBooking(
  config: Config,
  tour: Pick<TourRow, 'id' | 'status' | 'tourType' | 'startsAt' | 'endsAt' | 'test'>,
  timezone: string,
  agentName: string,
): Booking {
  const link = manageUrl(config, tour.id);
  return {
    id: tour.id,
    status: tour.status,
    tourType: tour.tourType,
    startsAt: instantText(tour.startsAt),
    endsAt: instantText(tour.endsAt),
    timezone,
    agentName,
    manageUrl: link,
    icsUrl: `${link}/tour.ics`,
    test: tour.test,
  };
}
