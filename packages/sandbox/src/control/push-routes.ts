import { Hono } from 'hono';
import { z } from 'zod';
import { showFault } from '../faults/fault-book.ts';
import { pushFaultOrder } from '../pushes/push-fault.ts';
import { describePush } from '../pushes/push.ts';
import type { SandboxEnv, World } from '../world.ts';
import { readControl } from './control-error.ts';

const modeOrder = z.strictObject({ mode: z.enum(['auto', 'manual']) });
const flushOrder = z.strictObject({ ids: z.array(z.string()).exactOptional() });

/** `/_control/pushes`: the pushes to channels, and their faults. */
export function pushRoutes({ pushes }: World) {
  return new Hono<SandboxEnv>()
    .get('/', (c) => c.json({ mode: pushes.mode, items: pushes.list().map(describePush) }))
    .post('/', async (c) => {
      pushes.mode = (await readControl(c, modeOrder)).mode;
      return c.json({ mode: pushes.mode });
    })
    .delete('/', (c) => c.json({ dropped: pushes.drop() }))
    .post('/flush', async (c) => {
      const hasBody = (await c.req.text()) !== '';
      const { ids } = hasBody ? await readControl(c, flushOrder) : {};
      return c.json({ items: (await pushes.flush(ids)).map(describePush) });
    })
    .get('/faults', (c) => c.json({ items: pushes.faults.list().map(showFault) }))
    .post('/faults', async (c) => {
      const fault = pushes.faults.order(await readControl(c, pushFaultOrder));
      return c.json(showFault(fault), 201);
    })
    .delete('/faults', (c) => {
      pushes.faults.clear();
      return c.body(null, 204);
    })
    .delete('/faults/:id', (c) => {
      return pushes.faults.delete(c.req.param('id')) ? c.body(null, 204) : c.notFound();
    })
    .delete('/:id', (c) => {
      return pushes.drop(c.req.param('id')) > 0 ? c.body(null, 204) : c.notFound();
    });
}
