import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { SandboxEnv, World } from '../world.ts';

/** `GET /_control/changes`: an event stream that tells when something changed, but not what. */
export function streamChanges(world: World) {
  return (c: Context<SandboxEnv>) =>
    streamSSE(c, async (stream) => {
      let count = 0;
      const say = () => {
        count += 1;
        void stream.writeSSE({ event: 'change', data: String(count) });
      };
      const unsubscribe = world.store.subscribe(say);
      say();
      await new Promise<void>((resolve) => {
        stream.onAbort(resolve);
      });
      unsubscribe();
    });
}
