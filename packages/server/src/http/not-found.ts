import type { Hono } from 'hono';
import { AppError } from '../lib/errors.ts';
import type { AppEnv } from './router.ts';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The error for a request without a route: either the address is wrong, or only the method. */
export function notFoundError(app: Hono<AppEnv>, method: string, path: string): AppError {
  const allowed = methods.filter((one) =>
    // Hono's table also lists middleware, with method ALL or with a path that ends in `*`.
    app.router
      .match(one, path)[0]
      .some(([[, route]]) => route.method === one && !route.path.endsWith('*')),
  );
  if (allowed.length === 0 || allowed.includes(method === 'HEAD' ? 'GET' : method))
    return new AppError('NOT_FOUND', 'There is nothing at this address.');
  return new AppError('METHOD_NOT_ALLOWED', `Only ${allowed.join(' and ')} is answered here.`);
}
