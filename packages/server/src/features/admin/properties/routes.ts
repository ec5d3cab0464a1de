import { createRoute } from '@hono/zod-openapi';
import {
  organizationSchema,
  pageQuerySchema,
  propertyRowSchema,
  propertySchema,
  putOrganizationSchema,
  putPropertySchema,
} from '@luma-leasing/types/admin';
import { z } from 'zod';
import type { RouteDeps } from '../../../http/deps.ts';
import { createRouter } from '../../../http/router.ts';
import {
  answer,
  answerPage,
  answerToBody,
  body,
  change,
  forOperators,
  named,
  organization,
  property,
} from '../documented.ts';
import { listOrganizations } from './list-organizations.ts';
import { getProperty, listProperties } from './list-properties.ts';
import { putOrganization } from './put-organization.ts';
import { putProperty } from './put-property.ts';

const listOrganizationsRoute = createRoute({
  ...forOperators,
  method: 'get',
  path: '/organizations',
  summary: 'All organizations',
  request: { query: pageQuerySchema },
  responses: answerPage(organizationSchema),
});

const putOrganizationRoute = createRoute({
  ...forOperators,
  method: 'put',
  path: '/organizations/{organization}',
  summary: 'Makes or renames an organization',
  request: {
    params: z.object({ organization }),
    body: body(putOrganizationSchema),
  },
  responses: answerToBody(change),
});

const listPropertiesRoute = createRoute({
  ...forOperators,
  method: 'get',
  path: '/properties',
  summary: 'All properties, or one organization’s',
  request: { query: pageQuerySchema.extend({ organization: organization.optional() }) },
  responses: answerPage(propertyRowSchema, 'NOT_FOUND'),
});

const one = z.object({ property });

const getPropertyRoute = createRoute({
  ...forOperators,
  method: 'get',
  path: '/properties/{property}',
  summary: 'A property',
  request: { params: one },
  responses: answer({ property: propertySchema }, ...named),
});

const putPropertyRoute = createRoute({
  ...forOperators,
  method: 'put',
  path: '/properties/{property}',
  summary: 'Makes a property, or changes what is said of it',
  request: { params: one, body: body(putPropertySchema) },
  responses: answerToBody(change, 'NOT_FOUND', 'SLUG_TAKEN'),
});

/** The routes of `/api/admin` for organizations and their properties. */
export function adminPropertyRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.openapi(listOrganizationsRoute, async (c) =>
    c.json(
      { success: true as const, ...(await listOrganizations(ctx, c.req.valid('query'))) },
      200,
    ),
  );
  router.openapi(putOrganizationRoute, async (c) => {
    const { organization } = c.req.valid('param');
    const change = await putOrganization(ctx, organization, c.req.valid('json').name);
    return c.json({ success: true as const, change }, 200);
  });
  router.openapi(listPropertiesRoute, async (c) => {
    const page = await listProperties(ctx, c.req.valid('query'));
    return c.json({ success: true as const, ...page }, 200);
  });
  router.openapi(getPropertyRoute, async (c) => {
    const property = await getProperty(ctx, c.req.valid('param').property);
    return c.json({ success: true as const, property }, 200);
  });
  router.openapi(putPropertyRoute, async (c) => {
    const change = await putProperty(ctx, c.req.valid('param').property, c.req.valid('json'));
    return c.json({ success: true as const, change }, 200);
  });
  return router;
}
