import { OpenAPIHono, z } from '@hono/zod-openapi';
import { AppError } from '../lib/errors.ts';
import type { UnitOfWork } from '../unit-of-work.ts';
import type { Member } from './member.ts';
import { refusalWords } from './refusal-words.ts';

z.config({ customError: refusalWords });

/** Who asks with a publishable key. */
export interface Caller {
  /** Of the key's property. */
  unit: UnitOfWork;
  keyId: string;
  /** ISO 3166 code of the property: how phone numbers are read. */
  country: string;
}

/** What stands over a refusal, where a person reads it. */
export interface RefusalWords {
  eyebrow: string;
  title: string;
}

export interface AppEnv {
  Variables: {
    requestId: string;
    /** The client's address; of an IPv6 one, its network. */
    address: string;
    /** Set where refusals are pages. */
    refusalWords?: RefusalWords;
    /** Set by the key guard. */
    caller: Caller;
    /** Set by the session guard. */
    member: Member;
  };
}

/** What a schema found wrong, field by field. */
export const invalid = (error: z.ZodError): AppError =>
  new AppError('INVALID_REQUEST', 'Some fields need attention.', {
    issues: error.issues.slice(0, 20).map(({ path, message }) => ({
      path: path.join('.'),
      message,
    })),
  });

/** A router whose schemas refuse with INVALID_REQUEST and say which field is wrong. */
export const createRouter = (): OpenAPIHono<AppEnv> =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error);
    },
  });
