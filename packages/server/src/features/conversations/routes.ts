import { chatAnsweredSchema, chatMessageSchema } from '@luma-leasing/types/chat';
import { createRoute } from '@hono/zod-openapi';
import type { RouteDeps } from '../../http/deps.ts';
import { keyGuard } from '../../http/key-guard.ts';
import { apiResponses, bodyCodes, keyCodes } from '../../http/responses.ts';
import { createRouter } from '../../http/router.ts';
import { resolveKey } from '../accounts/resolve-key.ts';
import { answerMessage } from './answer-message.ts';

const chat = createRoute({
  method: 'post',
  path: '/chat',
  summary: 'Ask what a visitor’s message means',
  description:
    'A wish to see the place, with the day that was spoken of; a word about a tour that is booked; or nothing that is understood. Nothing is kept. Kinds and fields will be added.',
  tags: ['Widget'],
  security: [{ apiKey: [] }],
  request: {
    body: { content: { 'application/json': { schema: chatMessageSchema } }, required: true },
  },
  responses: apiResponses(200, 'What it means', chatAnsweredSchema, [...keyCodes, ...bodyCodes]),
});

export function conversationRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();
  router.use(
    chat.path,
    keyGuard(limits, (key, origin) => resolveKey(ctx, key, origin)),
  );
  router.openapi(chat, async (c) => {
    const { unit } = c.get('caller');
    const answer = await answerMessage(unit, c.req.valid('json'));
    return c.json({ success: true as const, answer }, 200);
  });
  return router;
}
