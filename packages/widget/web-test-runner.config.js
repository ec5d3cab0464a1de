import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { chromiumArgs, findChromium, setDay } from '../../scripts/browser.ts';
import { buildForTests, serveBuilt } from './test/built.server.ts';
import { fakeApi } from './test/fake-api.server.ts';

const executablePath = await findChromium();
buildForTests();

function built(context, next) {
  const served = serveBuilt(context.method, new URL(context.url, 'http://localhost'));
  if (!served) return next();
  context.set(served.headers ?? {});
  context.type = served.type;
  context.body = served.body;
}

/** The fake API is reached over real HTTP; nothing mocks fetch. */
async function fake(context, next) {
  const chunks = [];
  if (context.method === 'POST' || context.method === 'PUT') {
    for await (const chunk of context.req) chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  const answered = await fakeApi({
    method: context.method,
    url: new URL(context.url, 'http://localhost'),
    idempotencyKey: context.get('idempotency-key') || null,
    body: text ? JSON.parse(text) : null,
  });
  if (answered === null) return next();
  if (answered === 'lost') {
    context.respond = false;
    return context.res.destroy();
  }
  context.status = answered.status;
  context.body = answered.body;
}

export default {
  rootDir: '../..',
  files: ['src/**/*.test.ts', 'test/**/*.test.ts'],
  concurrency: 2,
  nodeResolve: { exportConditions: ['development'] },
  middleware: [built, fake],
  // Only a hang takes so long. The waits of a test (`test/until.ts`) end sooner, and say what is missing.
  browserStartTimeout: 180_000,
  testsFinishTimeout: 1_800_000,
  testFramework: { config: { timeout: '600000' } },
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'esnext',
      define: { LUMA_VERSION: JSON.stringify('0.0.0-test') },
      tsconfig: `${import.meta.dirname}/tsconfig.json`,
    }),
  ],
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: { executablePath, args: chromiumArgs },
      createBrowserContext: async ({ browser }) =>
        setDay(await browser.newContext({ locale: 'en-US', timezoneId: 'America/Chicago' })),
    }),
  ],
};
