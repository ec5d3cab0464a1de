import { widgetConfigSchema } from '@luma-leasing/types/property';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { keyGuard } from '../../http/key-guard.ts';
import { answers, keyCodes } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { getWidgetConfig } from './get-widget-config.ts';

const config = createRoute({
  method: 'get',
  path: '/config',
  summary: 'What the widget needs to draw itself',
  tags: ['Widget'],
  security: [{ apiKey: [] }],
  responses: answers(200, 'The property, its brand and its tours', widgetConfigSchema, [
    ...keyCodes,
  ]),
});

export function propertyRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    config.path,
    keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openapi(config, async (c) => {
    c.header('Cache-Control', 'private, max-age=60');
    c.header('Vary', 'X-API-Key', { append: true });
    return c.json(await getWidgetConfig(ctx, c.get('caller')), 200);
  });
  return router;
}
