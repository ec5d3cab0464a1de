import { z } from 'zod';

/** Text a person typed: trimmed, without control characters but line breaks and tabs. */
export const typedText = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/[^\P{Cc}\t\n\r]/gu, '').trim());

/** The same on one line: a line break in a name could forge lines of a message. */
export const typedLine = (max: number) =>
  typedText(max).transform((text) => text.replace(/\s+/g, ' '));
