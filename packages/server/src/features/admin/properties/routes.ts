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
  adminPageResponses,
  adminResponses,
  adminResponsesToBody,
  changeField,
  jsonBody,
  operatorDocs,
  organizationParam,
  paramCodes,
  propertyParam,
} from '../route-docs.ts';
import { listOrganizations } from './list-organizations.ts';
import { getProperty, listProperties } from './list-properties.ts';
import { putOrganization } from './put-organization.ts';
import { putProperty } from './put-property.ts';

const listOrganizationsRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/organizations',
  summary: 'All organizations',
  request: { query: pageQuerySchema },
  responses: adminPageResponses(organizationSchema),
});

const putOrganizationRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/organizations/{organization}',
  summary: 'Makes or renames an organization',
  request: {
    params: z.object({ organization: organizationParam }),
    body: jsonBody(putOrganizationSchema),
  },
  responses: adminResponsesToBody(changeField),
});

const listPropertiesRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/properties',
  summary: 'All properties, or one organization’s',
  request: { query: pageQuerySchema.extend({ organization: organizationParam.optional() }) },
  responses: adminPageResponses(propertyRowSchema, 'NOT_FOUND'),
});

const propertyParams = z.object({ property: propertyParam });

const getPropertyRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/properties/{property}',
  summary: 'A property',
  request: { params: propertyParams },
  responses: adminResponses({ property: propertySchema }, ...paramCodes),
});

const putPropertyRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/properties/{property}',
  summary: 'Makes a property, or changes what is said of it',
  request: { params: propertyParams, body: jsonBody(putPropertySchema) },
  responses: adminResponsesToBody(changeField, 'NOT_FOUND', 'SLUG_TAKEN'),
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
