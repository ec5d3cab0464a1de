import { createRoute } from '@hono/zod-openapi';
import { putTimesSchema, timesQuerySchema, timesSchema } from '@luma-leasing/types/admin';
import { z } from 'zod';
import type { RouteDeps } from '../../../http/deps.ts';
import { createRouter } from '../../../http/router.ts';
import { operatorAtProperty } from '../../accounts/unit-of-operator.ts';
import {
  adminResponses,
  adminResponsesToBody,
  changeField,
  jsonBody,
  operatorDocs,
  paramCodes,
  propertyParam,
} from '../route-docs.ts';
import { listTimes } from './list-times.ts';
import { putTimes } from './put-times.ts';

const listRoute = createRoute({
  ...operatorDocs,
  method: 'get',
  path: '/properties/{property}/times',
  summary: 'Times by hand that are still to come',
  request: { params: z.object({ property: propertyParam }), query: timesQuerySchema },
  responses: adminResponses(
    {
      items: z.array(timesSchema),
      next: z.iso.date().nullable().meta({ description: 'The date from which there are more.' }),
    },
    ...paramCodes,
  ),
});

const putRoute = createRoute({
  ...operatorDocs,
  method: 'put',
  path: '/properties/{property}/times/{date}',
  summary: 'The times by hand of an agent on a date: these, and no others',
  request: {
    params: z.object({
      property: propertyParam,
      date: z.iso.date().meta({ description: 'A date on the property’s clocks.' }),
    }),
    body: jsonBody(putTimesSchema),
  },
  responses: adminResponsesToBody(changeField, 'NOT_FOUND'),
});

/** The routes of `/api/admin` for times by hand, which are offered while no calendar is connected. */
export function adminTimesRoutes({ ctx }: RouteDeps) {
  const router = createRouter();
  router.openapi(listRoute, async (c) => {
    const unit = await operatorAtProperty(ctx, c.req.valid('param').property);
    return c.json(
      { success: true as const, ...(await listTimes(unit, c.req.valid('query'))) },
      200,
    );
  });
  router.openapi(putRoute, async (c) => {
    const { property, date } = c.req.valid('param');
    const unit = await operatorAtProperty(ctx, property);
    const change = await putTimes(unit, date, c.req.valid('json'));
    return c.json({ success: true as const, change }, 200);
  });
  return router;
}
