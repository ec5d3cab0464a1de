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

/** A copy of the contract's rule (`email-address.ts` of the types). A good address refused here would lose a tour. */
const emailPattern =
  /^(?!\.|.*\.[.@])[\w.!#$%&'*+/=?^`{|}~-]{1,64}@(?!-|.*(\.-|-\.|-$))([a-z\d\x80-\uffff-]{1,63}\.)+[a-z\x80-\uffff][a-z\d\x80-\uffff-]{1,62}$/i;

export const isEmail = (text: string): boolean => text.length < 255 && emailPattern.test(text);

/** Loose, because the server decides: seven digits of any script, and a word only before an extension. */
export const looksLikePhone = (text: string): boolean =>
  text.replace(/\P{Nd}/gu, '').length > 6 && /^[^\p{L}@]*(\p{L}[^\p{Nd}@]*\p{Nd}+)?$/u.test(text);

export const needsPrivacyConsent = (config: WidgetConfig | null): boolean =>
  Boolean(config?.consent.privacyUrl);

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
      return needsPrivacyConsent(config) && !details.privacy ? 'consent' : null;
    // A last name is not required: some people have one name. The server checks the rest.
    default:
      return null;
  }
}

/** In the order of the form: the focus goes to the first flaw. */
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

const textFields = ['firstName', 'lastName', 'email', 'phone', 'specialRequests'] as const;

/** Whether the form still says what a submission said. A consent that the form did not show is not compared. */
export const isSameAsForm = (body: BookTour, slot: PickedSlot, { details }: State): boolean =>
  body.startsAt === slot.startsAt &&
  textFields.every((field) => (body[field] ?? '') === details[field].trim()) &&
  (body.privacyConsent ?? details.privacy) === details.privacy &&
  (body.smsConsent ?? details.sms) === details.sms;

/** The text fields that are not empty. */
export const filledTexts = (
  details: Details,
): Partial<Pick<Details, (typeof textFields)[number]>> =>
  Object.fromEntries(
    textFields.map((field) => [field, details[field].trim()]).filter(([, text]) => text),
  );

/** The fields that every form sends. */
export const commonFields = (state: State, { locale, page }: Moment) => {
  const config = configOf(state);
  return { ...(config && { consentVersion: config.consent.version }), locale, page };
};

export function bookingBody(state: State, { startsAt }: PickedSlot, moment: Moment): BookTour {
  const { details, tourType } = state;
  const config = configOf(state);
  const texts = filledTexts(details) as BookTour;
  return {
    ...texts,
    startsAt,
    ...(texts.phone && config?.consent.smsOffered && { smsConsent: details.sms }),
    ...(needsPrivacyConsent(config) && { privacyConsent: details.privacy }),
    ...(tourType && { tourType }),
    ...commonFields(state, moment),
  };
}

/** The details that a submission was made from. */
export const detailsFromBody = ({
  firstName,
  lastName = '',
  email,
  phone = '',
  specialRequests = '',
  privacyConsent: privacy = false,
  smsConsent: sms = false,
}: BookTour): Details => ({ firstName, lastName, email, phone, specialRequests, privacy, sms });
