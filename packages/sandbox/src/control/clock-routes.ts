import { Hono } from 'hono';
import { z } from 'zod';
import { isoOf } from '../clock.ts';
import type { SandboxEnv, World } from '../world.ts';
import { readControl } from './control-error.ts';

const clockOrder = z.union(
  [
    z.strictObject({ now: z.iso.datetime({ offset: true }) }),
    z.strictObject({ advanceMs: z.number().int() }),
  ],
  { error: 'wants {"now":"2026-01-28T15:00:00Z"} or {"advanceMs":60000}' },
);

export function clockRoutes(world: World) {
  return new Hono<SandboxEnv>()
    .get('/', (c) => c.json({ now: isoOf(world.clock.now()) }))
    .post('/', async (c) => {
      const order = await readControl(c, clockOrder);
      if ('now' in order) world.clock.set(Date.parse(order.now));
      else world.clock.advance(order.advanceMs);
      world.store.changed();
      return c.json({ now: isoOf(world.clock.now()) });
    });
}
