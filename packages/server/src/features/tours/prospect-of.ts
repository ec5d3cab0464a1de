import type { BookTour } from '@luma-leasing/types/tour';
import type { KeyHolder } from '../accounts/resolve-key.ts';
import type { Offer } from '../availability/load-offer.ts';
import { normalEmail, normalPhone } from '../leads/identity.ts';
import type { NewProspect, NewTour } from './new-tour.ts';

/** Through whom a tour is booked: the prospect with a key, or the team for somebody who called. */
export type Booker = Pick<KeyHolder, 'scope' | 'test'> & {
  /** Absent: the widget. */
  source?: 'hosted_page' | 'dashboard';
};

/** Whom a tour is for. @throws AppError INVALID_REQUEST (phone) */
export const prospectOf = (input: BookTour, caller: Booker, offer: Offer): NewProspect => ({
  firstName: input.firstName,
  lastName: input.lastName,
  email: normalEmail(input.email),
  phone: normalPhone(input.phone, offer.property.address.country),
  source: caller.source ?? 'widget',
  locale: input.locale ?? null,
  test: caller.test,
});

export function consentsOf(input: BookTour, offer: Offer): NewTour['consents'] {
  const textVersion = input.consentVersion ?? offer.config.consentVersion;
  const page = input.page ?? null;
  const given = [
    { kind: 'privacy' as const, granted: input.privacyConsent },
    { kind: 'sms' as const, granted: input.smsConsent },
  ];
  return given.flatMap(({ kind, granted }) =>
    granted === undefined ? [] : [{ kind, granted, textVersion, page }],
  );
}
