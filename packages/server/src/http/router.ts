import { OpenAPIHono, z } from '@hono/zod-openapi';
import { AppError } from '../lib/errors.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import type { Member } from './member.ts';
import { refusalWords } from './refusal-words.ts';

z.config({ customError: refusalWords });

/** The sender of a request with a publishable key. */
export interface Caller {
  /** A unit in the scope of the key's property. */
  unit: UnitOfWork;
  keyId: string;
  /** ISO 3166 code of the property, to read phone numbers without a country code. */
  country: string;
}

/** The headings of a page that shows a refusal. */
export interface RefusalWords {
  eyebrow: string;
  title: string;
}

export interface AppEnv {
  Variables: {
    requestId: string;
    /** The client's address; if it is IPv6, its network. */
    address: string;
    /** Set if refusals are pages. */
    refusalWords?: RefusalWords;
    /** Set by the key guard. */
    caller: Caller;
    /** Set by the session guard. */
    member: Member;
  };
}

/** The refusal for what a schema found wrong, field by field. */
export const invalidRequest = (error: z.ZodError): AppError =>
  new AppError('INVALID_REQUEST', 'Some fields need attention.', {
    issues: error.issues.slice(0, 20).map(({ path, message }) => ({
      path: path.join('.'),
      message,
    })),
  });

/** A router that refuses invalid requests with INVALID_REQUEST, and names the wrong fields. */
export const createRouter = (): OpenAPIHono<AppEnv> =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  });
