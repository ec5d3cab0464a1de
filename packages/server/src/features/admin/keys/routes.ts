import { createRoute } from '@hono/zod-openapi';
import { keySchema, pageQuerySchema, putKeySchema } from '@luma-leasing/types/admin';
import { z } from 'zod';
import type { RouteDeps } from '../../../http/deps.ts';
import { createRouter } from '../../../http/router.ts';
import { operatorAtProperty } from '../../accounts/unit-of-operator.ts';
import {
  adminPageResponses,
  adminResponses,
  adminResponsesToBody,
  changeField,
  jsonBody,
  keyNameParam,
  operatorDocs,
  paramCodes,
  propertyParam,
} from '../route-docs.ts';
import { embedCode } from './embed-code.ts';
import { listKeys } from './list-keys.ts';
import { putKey } from './put-key.ts';
import { revokeKey } from './revoke-key.ts';
import { rotateKey } from './rotate-key.ts';

const listRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/properties/{property}/keys',
  summary: 'A property’s publishable keys, revoked ones too',
  request: { params: z.object({ property: propertyParam }), query: pageQuerySchema },
  responses: adminPageResponses(keySchema, 'NOT_FOUND'),
});

const byName = z.object({ property: propertyParam, name: keyNameParam });

const used = {
  key: z.string(),
  tag: z.string().meta({ description: 'HTML for the website that uses the key.' }),
  pinnedTag: z.string().nullable().meta({
    description:
      'The same for this release of the widget alone, with an integrity hash; null: this server has no built widget.',
  }),
  page: z.url().meta({ description: 'The property’s own booking page.' }),
};

const putRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/properties/{property}/keys/{name}',
  summary: 'Makes a publishable key, or changes its origins',
  request: { params: byName, body: jsonBody(putKeySchema) },
  responses: adminResponsesToBody({ ...changeField, ...used }, 'NOT_FOUND'),
});

const rotateRoute = createRoute({
  ...operatorDocs,
  method: 'post',
  path: '/properties/{property}/keys/{name}/rotate',
  summary: 'A second key of the name; both work until one is revoked',
  request: { params: byName },
  responses: adminResponses({ ...changeField, ...used, old: z.string() }, ...paramCodes),
});

const revokeRoute = createRoute({
  ...operatorDocs,
  method: 'delete',
  path: '/properties/{property}/keys/{name}/{key}',
  summary: 'Ends a key, at once',
  request: {
    params: byName.extend({ key: z.string().meta({ description: 'The key itself: pk_….' }) }),
  },
  responses: adminResponses(changeField, ...paramCodes),
});

/** The routes of `/api/admin` for publishable keys. */
export function adminKeyRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.openapi(listRoute, async (c) => {
    const unit = await operatorAtProperty(ctx, c.req.valid('param').property);
    return c.json({ success: true as const, ...(await listKeys(unit, c.req.valid('query'))) }, 200);
  });
  router.openapi(putRoute, async (c) => {
    const { property, name } = c.req.valid('param');
    const done = await putKey(await operatorAtProperty(ctx, property), name, c.req.valid('json'));
    return c.json({ success: true as const, ...done, ...embedCode(ctx, property, done.key) }, 200);
  });
  router.openapi(rotateRoute, async (c) => {
    const { property, name } = c.req.valid('param');
    const done = await rotateKey(await operatorAtProperty(ctx, property), name);
    return c.json({ success: true as const, ...done, ...embedCode(ctx, property, done.key) }, 200);
  });
  router.openapi(revokeRoute, async (c) => {
    const { property, name, key } = c.req.valid('param');
    const change = await revokeKey(await operatorAtProperty(ctx, property), name, key);
    return c.json({ success: true as const, change }, 200);
  });
  return router;
}
