import {
  paletteAnswerSchema,
  paletteQuerySchema,
  widgetConfigSchema,
} from '@luma-leasing/types/property';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { keyGuard } from '../../http/key-guard.ts';
import { apiResponses, keyCodes } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { palettesOf } from './palette.ts';
import { getWidgetConfig } from './get-widget-config.ts';

const config = createRoute({
  method: 'get',
  path: '/config',
  summary: 'What the widget needs to draw itself',
  tags: ['Widget'],
  security: [{ apiKey: [] }],
  responses: apiResponses(200, 'The property, its brand and its tours', widgetConfigSchema, [
    ...keyCodes,
  ]),
});

const palette = createRoute({
  method: 'get',
  path: '/palette',
  summary: 'The widget’s colours, from one colour',
  tags: ['Widget'],
  security: [{ apiKey: [] }],
  request: { query: paletteQuerySchema },
  responses: apiResponses(200, 'For light pages and dark ones', paletteAnswerSchema, [
    ...keyCodes,
    'INVALID_REQUEST',
  ]),
});

export function propertyRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  const guard = keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin));
  for (const { path } of [config, palette]) router.use(path, guard);
  router.openapi(config, async (c) => {
    c.header('Cache-Control', 'private, max-age=60');
    c.header('Vary', 'X-API-Key', { append: true });
    return c.json(await getWidgetConfig(c.get('caller').unit), 200);
  });
  router.openapi(palette, (c) => {
    c.header('Cache-Control', 'private, max-age=86400');
    const palettes = palettesOf(c.req.valid('query').color.toLowerCase());
    return c.json({ success: true as const, palettes }, 200);
  });
  return router;
}
