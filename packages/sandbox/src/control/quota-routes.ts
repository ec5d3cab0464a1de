import { Hono } from 'hono';
import { quotaOrder } from '../quota/quota.ts';
import type { SandboxEnv, World } from '../world.ts';
import { readControl } from './control-error.ts';

/** `/_control/google/quota`: off until posted; `{}` sets Google's own limits. */
export function quotaRoutes({ quota }: World) {
  return new Hono<SandboxEnv>()
    .get('/', (c) => c.json(quota.describe()))
    .post('/', async (c) => {
      quota.order(await readControl(c, quotaOrder));
      return c.json(quota.describe());
    })
    .delete('/', (c) => {
      quota.off();
      return c.body(null, 204);
    });
}
