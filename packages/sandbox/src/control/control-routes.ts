import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isoOf } from '../clock.ts';
import { showFault } from '../faults/fault-book.ts';
import { faultOrder } from '../faults/fault.ts';
import { quotaOrder } from '../quota/quota.ts';
import type { SandboxEnv, World } from '../world.ts';
import { streamChanges } from './changes.ts';
import { clockRoutes } from './clock-routes.ts';
import { controlErrors, readControl } from './control-error.ts';
import { googleControlRoutes } from './google-control-routes.ts';
import { pushRoutes } from './push-routes.ts';

/** `/_control`: tests, and people with curl, control the sandbox here. */
export function controlRoutes(world: World) {
  const routes = new Hono<SandboxEnv>();
  routes.onError(controlErrors);
  routes.use(refuseForeignOrigin);
  routes.route('/clock', clockRoutes(world));
  routes.route('/google/quota', quotaRoutes(world));
  routes.route('/google', googleControlRoutes(world));
  routes.get('/faults', (c) => c.json({ items: world.faults.list().map(showFault) }));
  routes.post('/faults', async (c) => {
    return c.json(showFault(world.faults.order(await readControl(c, faultOrder))), 201);
  });
  routes.delete('/faults', (c) => {
    world.faults.clear();
    return c.body(null, 204);
  });
  routes.delete('/faults/:id', (c) => {
    return world.faults.delete(c.req.param('id')) ? c.body(null, 204) : c.notFound();
  });
  routes.route('/pushes', pushRoutes(world));
  routes.get('/changes', streamChanges(world));
  routes.get('/requests', (c) => c.json({ items: world.requests.list() }));
  routes.delete('/requests', (c) => {
    world.requests.clear();
    return c.body(null, 204);
  });
  routes.get('/mail', (c) => c.json({ items: world.store.state.mail }));
  routes.delete('/mail', (c) => {
    world.store.state.mail = [];
    world.store.changed();
    return c.body(null, 204);
  });
  routes.post('/reset', (c) => {
    world.store.reset();
    world.faults.clear();
    world.requests.clear();
    world.pushes.reset();
    world.quota.off();
    return c.json({ now: isoOf(world.clock.now()) });
  });
  return routes;
}

/** `/_control/google/quota`: off until posted; `{}` sets Google's own limits. */
function quotaRoutes({ quota }: World) {
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

/** Refuses requests from other web pages. curl and tests send no Origin. */
const refuseForeignOrigin = createMiddleware<SandboxEnv>(async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined && URL.parse(origin)?.host !== c.req.header('host')) {
    return c.json({ error: { message: 'Other web pages may not steer the sandbox.' } }, 403);
  }
  return next();
});
