import { createRoute, z } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { refusals } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { receivePush } from './receive-push.ts';

const webhook = createRoute({
  method: 'post',
  path: '/calendar/webhook',
  summary: 'Where Google says that a calendar has changed',
  description:
    'The body is empty and means nothing; the channel’s token is checked whatever the state.',
  tags: ['Calendar sync'],
  request: {
    headers: z.object({
      'x-goog-channel-id': z.string(),
      'x-goog-channel-token': z.string(),
      'x-goog-resource-id': z.string(),
      'x-goog-resource-state': z.string(),
      'x-goog-channel-expiration': z.string().optional(),
    }),
  },
  responses: { ...refusals(['PUSH_REFUSED', 'RATE_LIMITED']), 204: { description: 'Heard' } },
});

export function syncRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.openAPIRegistry.registerPath(webhook);
  router.post(webhook.path, async (c) => {
    const header = (name: string) => c.req.header(name) ?? '';
    try {
      await receivePush(ctx, {
        channelId: header('x-goog-channel-id'),
        token: header('x-goog-channel-token'),
        resourceId: header('x-goog-resource-id'),
        expires: header('x-goog-channel-expiration'),
        state: header('x-goog-resource-state'),
      });
    } catch (error) {
      // Only what is refused counts: a provider's own burst must get through.
      await limits.read(`push ${c.get('address')}`);
      throw error;
    }
    return c.body(null, 204);
  });
  return router;
}
