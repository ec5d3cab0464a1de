import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from '../../context.ts';
import type { RouteDeps } from '../../http/deps.ts';
import { refusalResponses } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { readPushOfProvider } from '../calendars/providers.ts';
import { receivePush } from './mirror/receive-push.ts';

const webhook = ({ calendars }: Context) =>
  createRoute({
    method: 'post',
    path: '/calendar/webhook',
    summary: 'Where a calendar’s provider says that it has changed',
    description:
      'The body is empty and means nothing; the channel’s token is checked whatever the state.',
    tags: ['Calendar sync'],
    request: {
      headers: z.object(
        Object.assign(
          {},
          ...Object.values(calendars).map(({ pushHeaders }) => pushHeaders.partial().shape),
        ),
      ),
    },
    responses: {
      ...refusalResponses(['PUSH_REFUSED', 'RATE_LIMITED']),
      204: { description: 'Heard' },
    },
  });

export function syncRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  const route = webhook(ctx);
  router.openAPIRegistry.registerPath(route);
  router.post(route.path, async (c) => {
    await limits.limitRefusedPushes(c.get('address'), () =>
      receivePush(ctx, readPushOfProvider(ctx, c.req.raw.headers)),
    );
    return c.body(null, 204);
  });
  return router;
}
