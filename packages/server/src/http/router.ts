import { OpenAPIHono } from '@hono/zod-openapi';
import type { TenantScope } from '../db/scope.ts';
import { AppError } from '../lib/errors.ts';

/** Who asks with a publishable key. */
export interface Caller {
  scope: TenantScope;
  keyId: string;
  test: boolean;
}

export interface AppEnv {
  Variables: {
    requestId: string;
    /** The client's address. */
    address: string;
    /** Set by the key guard. */
    caller: Caller;
  };
}

/** A router whose schemas refuse with INVALID_REQUEST and say which field is wrong. */
export const createRouter = (): OpenAPIHono<AppEnv> =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const issues = result.error.issues.slice(0, 20).map((issue) => ({
        path: issue.path.join('.'),
        message: issue.message,
      }));
      throw new AppError('INVALID_REQUEST', 'Some fields need attention.', { issues });
    },
  });
