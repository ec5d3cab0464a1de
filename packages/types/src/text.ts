import { z } from 'zod';
import { normalEmail } from './email-address.ts';
import { spacedDots } from './inert.ts';
import { holdsLink, isVisible } from './person-name.ts';

/**
 * Text a person typed: trimmed, without what no database keeps (U+0000, halves of a character) and other control
 * characters but line breaks and tabs.
 */
export const typedText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '').trim());

/** Text a program sends; refused where no database could keep it. */
export const sentText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/[\0\p{Cs}]/u.test(text), 'This text cannot be kept');

/** The same on one line: a line break in a name could forge lines of a message. */
export const typedLine = (max: number) =>
  typedText(max).transform((text) => text.replace(/\s+/g, ' '));

/** A first or a last name; perhaps empty: there are people with one name. */
export const nameSchema = typedLine(80)
  .refine((name) => !holdsLink(name), 'Only a name: no web or email address, no phone number')
  .transform(spacedDots);

/** The name that somebody cannot do without. */
export const firstNameSchema = nameSchema.refine(isVisible, 'Required');

/** An email address, in the form in which it is stored: see `normalEmail`. */
export const emailSchema = z
  .string()
  .trim()
  .transform((text, context) => {
    const email = normalEmail(text);
    if (email !== null) return email;
    context.addIssue({ code: 'custom', message: 'This is not an email address' });
    return z.NEVER;
  });
