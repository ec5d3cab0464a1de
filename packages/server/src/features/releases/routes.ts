import type { Context as HonoContext } from 'hono';
import type { RouteDeps } from '../../http/deps.ts';
import { createRouter, type AppEnv } from '../../http/router.ts';
import { widgetHeaders } from '../../http/static.ts';
import { findFile } from './find-file.ts';
import { pinnedScript, pinnedTag } from './pinned-tag.ts';

/** `/releases/RELEASE/…`: the files of every release that a server of this database had, for ever. */
export function releaseRoutes({ ctx, limits }: RouteDeps) {
  const router = createRouter();

  router.get('/releases/:release/:path{.+}', async (c) => {
    const { release, path } = c.req.param();
    // After a failed import the launcher asks for the same files in another folder.
    const asked = path.replace(/^again-\d{1,2}\//, '');
    return isRelease(release) && isFile(asked) ? send(c, release, asked) : c.notFound();
  });

  // A page that loaded the element from one server asks another for the rest.
  router.get('/widget/:name{[\\w-]+-[\\w-]{8}\\.js}', (c) =>
    send(c, undefined, `widget/${c.req.param('name')}`),
  );

  router.get('/lumaleasing.json', (c) => {
    const script = pinnedScript(ctx.config.APP_URL);
    if (!script) return c.notFound();
    for (const [name, value] of widgetHeaders) c.header(name, value);
    return c.json({ ...script, tag: pinnedTag(script, 'pk_…') });
  });

  async function send(c: HonoContext<AppEnv>, release: string | undefined, path: string) {
    for (const [name, value] of widgetHeaders) c.header(name, value);
    const countQuery = () => limits.countRead(c.get('address'));
    const accepted = c.req.header('Accept-Encoding') ?? '';
    for (const [encoding, ending] of encodings) {
      if (encoding && !new RegExp(`\\b${encoding}\\b`).test(accepted)) continue;
      const body = await findFile(ctx, release, path + ending, countQuery);
      if (!body) continue;
      if (encoding) c.header('Content-Encoding', encoding);
      c.header('Vary', 'Accept-Encoding');
      c.header('Content-Type', 'text/javascript; charset=utf-8');
      c.header('Cache-Control', 'public, max-age=31536000, immutable');
      return c.body(new Uint8Array(body));
    }
    return c.notFound();
  }

  return router;
}

const encodings = [
  ['br', '.br'],
  ['gzip', '.gz'],
  ['', ''],
] as const;

const isRelease = (text: string) => /^[\w.-]{1,64}$/.test(text);
const isFile = (path: string) => /^(?:lumaleasing|widget\/[\w-]{1,64})\.js$/.test(path);
