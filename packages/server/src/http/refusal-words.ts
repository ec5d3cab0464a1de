import type { z } from '@hono/zod-openapi';

const kinds: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const formats: Record<string, string> = {
  date: 'This must be a date like 2026-12-25',
  datetime: 'This must be an instant like 2026-12-25T15:00:00Z',
  url: 'This must be an address like https://www.example.com',
  email: 'This is not an email address',
  uuid: 'This is no id',
};

/** What a schema says of a wrong value where it has no words of its own. The library's are for programmers. Pure. */
export const refusalWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is needed'
        : `This must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'This must not be empty'
        : `This must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `This must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_format':
      return formats[issue.format];
    case 'invalid_value':
      return `This must be one of: ${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `There is no field “${issue.keys.join('”, “')}”`;
    case 'invalid_key':
      return 'There is no field of this name';
    case 'invalid_union':
      // Of what may be this or that, the first is the usual.
      return issue.errors[0]?.[0]?.message;
    default:
      return 'This cannot be';
  }
};

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters long' : origin === 'array' ? ' in number' : '';
