import { z } from 'zod';
import { normalEmail } from './email-address.ts';
import { defangDots } from './defang.ts';
import { holdsLink, isVisible } from './person-name.ts';

/**
 * Text that a person typed: trimmed, and without halves of characters (surrogates) and control characters but line
 * breaks and tabs. Postgres cannot store U+0000 and surrogates.
 */
export const typedText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '').trim());

/** Text that a program sends. It is refused if Postgres cannot store it. */
export const sentText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !/[\0\p{Cs}]/u.test(text), 'This text cannot be kept');

/** One line of typed text, because a line break in a name could forge lines of a message. */
export const typedLine = (max: number) =>
  typedText(max).transform((text) => text.replace(/\s+/g, ' '));

/** A first or last name. A last name may be empty, because some people have one name. */
export const nameSchema = typedLine(80)
  .refine((name) => !holdsLink(name), 'Only a name: no web or email address, no phone number')
  .transform(defangDots);

/** A name that must not be empty. */
export const firstNameSchema = nameSchema.refine(isVisible, 'Required');

/** An email address in its stored form: see `normalEmail`. */
export const emailSchema = z
  .string()
  .trim()
  .transform((text, context) => {
    const email = normalEmail(text);
    if (email !== null) return email;
    context.addIssue({ code: 'custom', message: 'This is not an email address' });
    return z.NEVER;
  });
