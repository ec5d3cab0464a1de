import { createRoute } from '@hono/zod-openapi';
import { keyNameSchema, keySchema, putKeySchema, slugSchema } from '@luma-leasing/types/admin';
import { z } from 'zod';
import type { RouteDeps } from '../../../http/deps.ts';
import { createRouter } from '../../../http/router.ts';
import { operatorAt } from '../../accounts/unit-of-operator.ts';
import { answer, answerToBody, body, change, forOperators } from '../documented.ts';
import { listKeys } from './list-keys.ts';
import { putKey } from './put-key.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

const listRoute = createRoute({
  ...forOperators,
  method: 'get',
  path: '/properties/{property}/keys',
  summary: 'A property’s publishable keys, revoked ones too',
  request: { params: z.object({ property: slugSchema }) },
  responses: answer({ items: z.array(keySchema) }),
});

const byName = z.object({ property: slugSchema, name: keyNameSchema });

const putRoute = createRoute({
  ...forOperators,
  method: 'put',
  path: '/properties/{property}/keys/{name}',
  summary: 'Makes a publishable key, or changes its origins',
  request: { params: byName, body: body(putKeySchema) },
  responses: answerToBody({ ...change, key: z.string() }),
});

const rotateRoute = createRoute({
  ...forOperators,
  method: 'post',
  path: '/properties/{property}/keys/{name}/rotate',
  summary: 'A second key of the name; both work until one is revoked',
  request: { params: byName },
  responses: answer({ ...change, key: z.string(), old: z.string() }),
});

const revokeRoute = createRoute({
  ...forOperators,
  method: 'delete',
  path: '/properties/{property}/keys/{key}',
  summary: 'Ends a key, at once',
  request: { params: z.object({ property: slugSchema, key: z.string() }) },
  responses: answer(change),
});

/** `/api/admin`: publishable keys. */
export function adminKeyRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.openapi(listRoute, async (c) => {
    const unit = await operatorAt(ctx, c.req.valid('param').property);
    return c.json({ success: true as const, items: await listKeys(unit) }, 200);
  });
  router.openapi(putRoute, async (c) => {
    const { property, name } = c.req.valid('param');
    const done = await putKey(await operatorAt(ctx, property), name, c.req.valid('json'));
    return c.json({ success: true as const, ...done }, 200);
  });
  router.openapi(rotateRoute, async (c) => {
    const { property, name } = c.req.valid('param');
    const done = await rotateKey(await operatorAt(ctx, property), name);
    return c.json({ success: true as const, ...done }, 200);
  });
  router.openapi(revokeRoute, async (c) => {
    const { property, key } = c.req.valid('param');
    const change = await revokeKey(await operatorAt(ctx, property), key);
    return c.json({ success: true as const, change }, 200);
  });
  return router;
}
