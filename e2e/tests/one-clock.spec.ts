import { expect, test } from '../lib/fixtures.ts';

const minute = 60_000;

test('the tests, the browser, the server and the sandbox have one clock', async ({
  page,
  stack,
  browser,
}) => {
  const other = await browser.newContext();
  const clocks = {
    Temporal: Temporal.Now.instant().epochMilliseconds,
    browser: await page.evaluate(() => Date.now()),
    'another browser': await (await other.newPage()).evaluate(() => new Date().getTime()),
    server: Date.parse((await stack.api.availability()).asOf),
    sandbox: await stack.sandbox.now(),
  };
  await other.close();
  for (const [whose, now] of Object.entries(clocks))
    expect(Math.abs(now - Date.now()), whose).toBeLessThan(minute);
});
