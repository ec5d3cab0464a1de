import type { HonoRequest } from 'hono';

/** A request's decoded path: `agent@example.com`, not `agent%40example.com`. */
export function readablePath(request: HonoRequest): string {
  try {
    return decodeURIComponent(request.path);
  } catch (error) {
    if (error instanceof URIError) return request.path;
    throw error;
  }
}
