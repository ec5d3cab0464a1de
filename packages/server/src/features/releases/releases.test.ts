import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../../../test/world.ts';
import { storeRelease } from './store-release.ts';

/** A build that stood beside another server, and stands nowhere any more. */
const release = '0.0.9-00000older0';
const files = {
  'lumaleasing.js': 'the older launcher',
  'widget/define.js': 'the older widget',
  'widget/kit-abcd1234.js': 'the older kit',
};

let world: World;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  const folder = await mkdtemp(join(tmpdir(), 'luma-release-'));
  await mkdir(join(folder, 'widget'));
  for (const [path, text] of Object.entries(files)) {
    await writeFile(join(folder, path), text);
    await writeFile(join(folder, `${path}.br`), brotliCompressSync(text));
  }
  const integrity = Object.fromEntries(Object.keys(files).map((path) => [path, 'sha384-x']));
  await writeFile(join(folder, 'release.json'), JSON.stringify({ release, integrity }));
  const dist = pathToFileURL(`${folder}/`);
  // Each server of the older release stored it when it started.
  await storeRelease(world.ctx, dist);
  await storeRelease(world.ctx, dist);
  await rm(folder, { recursive: true });
});
afterAll(() => world.stop());

const get = (path: string, accepted = '') =>
  world.request(path, { headers: { 'Accept-Encoding': accepted } });

it('serves an older release whose files no server has any more, and says that it never changes', async () => {
  for (const [path, text] of Object.entries(files)) {
    const answer = await get(`/releases/${release}/${path}`);
    expect([path, answer.status, await answer.text()]).toEqual([path, 200, text]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Accept-Encoding',
    });
  }
});

it('sends it compressed to whoever accepts that', async () => {
  const answer = await get(`/releases/${release}/widget/define.js`, 'gzip, br');
  expect(answer.headers.get('content-encoding')).toBe('br');
  const body = brotliDecompressSync(Buffer.from(await answer.arrayBuffer()));
  expect(body.toString()).toBe('the older widget');
});

it('serves the same file in the folders of further tries', async () => {
  const answer = await get(`/releases/${release}/again-3/widget/define.js`);
  expect(await answer.text()).toBe('the older widget');
});

it('serves a part of the widget to a page whose element came from another server', async () => {
  expect(await (await get('/widget/kit-abcd1234.js')).text()).toBe('the older kit');
});

it.each([
  '/releases/9.9.9-unknown/lumaleasing.js',
  `/releases/${release}/widget/unknown.js`,
  `/releases/${release}/release.json`,
  `/releases/${release}/widget/define.js.br`,
  `/releases/${release}/..%2F..%2Fpackage.json`,
  '/widget/kit-unknown1.js',
])('%s is not found, and nobody keeps that answer', async (path) => {
  const answer = await get(path);
  expect(answer.status).toBe(404);
  expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
});
