import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, testSettings, type World } from '../world.ts';

const server = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync('**/*.*', { cwd: join(server, 'demo') });

describe('a server without DEMO [P10]', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ jobs: false });
  });
  afterAll(() => world.stop());

  it('has no page of the demo at any address', async () => {
    expect(files).toContain('privacy.html');
    const paths = [
      '/demo',
      '/demo/',
      ...files.flatMap((file) => [`/demo/${file}`, `/assets/demo/${file}`]),
    ];
    for (const path of [...paths, '/assets/demo.html'])
      expect((await world.app.request(path)).status, path).toBe(404);
  });

  it('says at `/` what it is, and links to the API for developers', async () => {
    const home = await world.app.request('/');
    expect(home.status).toBe(200);
    expect(home.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await home.text();
    expect(html).toContain('This server books tours');
    const [, link] = /<a href="([^"]+)"/.exec(html)!;
    expect((await world.app.request(link!)).status).toBe(200);
    expect(html).not.toContain('demo');
  });

  it('refuses the demo’s seed, and so gets no property and no owner', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'luma-seed-'));
    const settings = { ...testSettings, DATA_DIR: folder };
    const seed = promisify(execFile)(process.execPath, [join(server, 'src/seed-demo.ts')], {
      env: { PATH: process.env['PATH'], ...settings },
    });
    await expect(seed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Set DEMO=true'),
    });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

it('the demo shows the property’s website, and redirects to it', async () => {
  const world = await createWorld({ jobs: false, settings: { DEMO: 'true' } });
  expect((await world.app.request('/')).headers.get('location')).toBe('/demo');
  const page = await world.app.request('/demo');
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  for (const [, path] of (await page.text()).matchAll(/(?:src|href)="(\/demo\/[^"]+)"/g))
    expect((await world.app.request(path!)).status, path).toBe(200);
  await world.stop();
});
