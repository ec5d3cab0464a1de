import type { BookTour } from '@luma-leasing/types/tour';
import { normalPhone } from '../../../lib/person.ts';
import type { Actor, UnitOfWork } from '../../../unit-of-work.ts';
import type { Offer } from '../../availability/load-offer.ts';
import type { NewProspect, NewTour } from './new-tour.ts';

/** The prospect that a booking names. @throws AppError INVALID_REQUEST (phone) */
export const prospectOf = (
  { actor, test }: UnitOfWork,
  input: BookTour,
  offer: Offer,
): NewProspect => ({
  firstName: input.firstName,
  lastName: input.lastName ?? '',
  email: input.email,
  phone: normalPhone(input.phone, offer.property.address.country),
  source: sourceOf(actor),
  locale: input.locale ?? null,
  test,
});

const sourceOf = ({ role, via }: Actor): NewProspect['source'] => {
  if (role !== 'prospect') return 'dashboard';
  return via === 'hosted_page' ? 'hosted_page' : 'widget';
};

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
