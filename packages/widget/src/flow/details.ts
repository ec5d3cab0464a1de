import type { WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour } from '@luma-leasing/types/tour';
import type { Moment } from './message.ts';
import {
  configOf,
  type Details,
  type Field,
  type Flaw,
  type Flaws,
  type PickedSlot,
  type State,
} from './state.ts';

/** The contract's rule (`email-address.ts` of the types), copied: a false alarm here loses a tour. */
const email =
  /^(?!\.|.*\.[.@])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?!-|.*(\.-|-\.|-$))([a-z\d\x80-\uffff-]{1,63}\.)+[a-z\x80-\uffff][a-z\d\x80-\uffff-]{1,62}$/i;

export const isEmail = (text: string): boolean => text.length < 255 && email.test(text);

/** Deliberately loose, since the server decides: seven digits of any script, and no word but before an extension. */
export const looksLikePhone = (text: string): boolean =>
  text.replace(/\P{Nd}/gu, '').length > 6 && /^[^\p{L}@]*(\p{L}[^\p{Nd}@]*\p{Nd}+)?$/u.test(text);

export const needsPrivacy = (config: WidgetConfig | null): boolean =>
  Boolean(config?.consent.privacyUrl);

/** What is wrong with one field, if anything. */
export function checkField(
  field: Field,
  details: Details,
  config: WidgetConfig | null,
): Flaw | null {
  const text = String(details[field]).trim();
  switch (field) {
    case 'firstName':
      return text ? null : 'required';
    case 'email':
      return !text ? 'required' : isEmail(text) ? null : 'email';
    case 'phone':
      return text && !looksLikePhone(text) ? 'phone' : null;
    case 'privacy':
      return needsPrivacy(config) && !details.privacy ? 'consent' : null;
    // There are people with one name. Of the rest the server says what is wrong.
    default:
      return null;
  }
}

/** In the order they stand in the form: the first flaw is where the focus goes. */
export const tourFields: readonly Field[] = [
  'firstName',
  'lastName',
  'email',
  'phone',
  'specialRequests',
  'privacy',
];

export function checkDetails(
  details: Details,
  config: WidgetConfig | null,
  fields = tourFields,
): Flaws {
  const flaws: Flaws = {};
  for (const field of fields) {
    const flaw = checkField(field, details, config);
    if (flaw) flaws[field] = flaw;
  }
  return flaws;
}

const typed = ['firstName', 'lastName', 'email', 'phone', 'specialRequests'] as const;

/** Whether a submission says what the form still says. A box that was not shown then is not asked about. */
export const stillMeant = (body: BookTour, slot: PickedSlot, { details }: State): boolean =>
  body.startsAt === slot.startsAt &&
  typed.every((field) => (body[field] ?? '') === details[field].trim()) &&
  (body.privacyConsent ?? details.privacy) === details.privacy &&
  (body.smsConsent ?? details.sms) === details.sms;

/** What was typed, without what was left empty. */
export const typedIn = (details: Details): Partial<Pick<Details, (typeof typed)[number]>> =>
  Object.fromEntries(
    typed.map((field) => [field, details[field].trim()]).filter(([, text]) => text),
  );

/** What every form sends along. */
export const sentAlong = (state: State, { locale, page }: Moment) => {
  const config = configOf(state);
  return { ...(config && { consentVersion: config.consent.version }), locale, page };
};

export function tourBody(state: State, { startsAt }: PickedSlot, moment: Moment): BookTour {
  const { details, tourType } = state;
  const config = configOf(state);
  const said = typedIn(details) as BookTour;
  return {
    ...said,
    startsAt,
    ...(said.phone && config?.consent.smsOffered && { smsConsent: details.sms }),
    ...(needsPrivacy(config) && { privacyConsent: details.privacy }),
    ...(tourType && { tourType }),
    ...sentAlong(state, moment),
  };
}

/** What the form said when that was sent. */
export const detailsOf = ({
  firstName,
  lastName = '',
  email,
  phone = '',
  specialRequests = '',
  privacyConsent: privacy = false,
  smsConsent: sms = false,
}: BookTour): Details => ({ firstName, lastName, email, phone, specialRequests, privacy, sms });
