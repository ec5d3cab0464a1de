import { leaveMessageSchema, type MessageLeft, messageLeftSchema } from '@luma-leasing/types/lead';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { answerOnce, askedWithKey, keepAnswer } from '../../http/idempotency.ts';
import { keyGuard } from '../../http/key-guard.ts';
import {
  apiResponses,
  bodyCodes,
  idempotencyCodes,
  idempotencyHeaders,
  keyCodes,
} from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { transact } from '../../unit-of-work.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { writerOf } from './identity.ts';
import { leaveMessage } from './leave-message.ts';

const leaveMessageRoute = createRoute({
  method: 'post',
  path: '/leads',
  summary: 'Leave a question, or ask to be called back',
  tags: ['Leads'],
  security: [{ apiKey: [] }],
  request: {
    headers: idempotencyHeaders,
    body: { content: { 'application/json': { schema: leaveMessageSchema } }, required: true },
  },
  responses: apiResponses(201, 'Kept for the team', messageLeftSchema, [
    ...keyCodes,
    ...bodyCodes,
    ...idempotencyCodes,
  ]),
});

export function leadRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    leaveMessageRoute.path,
    keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openapi(leaveMessageRoute, async (c) => {
    const caller = c.get('caller');
    const body = c.req.valid('json');
    const key = c.req.valid('header')['idempotency-key'];
    const answer = await answerOnce<MessageLeft>(
      { ...askedWithKey(caller, 'leads'), key, body },
      async (unit) => {
        await limits.countWrite(writerOf(caller, c.get('address'), body));
        return transact(unit, async (unit) => {
          const id = await leaveMessage(unit, body);
          return keepAnswer(unit, { success: true, message: { id } });
        });
      },
    );
    return c.json(answer, 201);
  });
  return router;
}
