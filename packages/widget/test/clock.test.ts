import { expect } from '@open-wc/testing';
import type { Availability } from '@luma-leasing/types/availability';
import { setClock } from './clock.ts';
import { Harness } from './harness.ts';
import { until } from './until.ts';

const minute = 60_000;

/** How far the API's clock is from the page's. */
async function apart(): Promise<number> {
  const { base } = await Harness.make();
  const answer = await fetch(`${base}/api/lumaleasing/tours/availability`);
  const { asOf } = (await answer.json()) as Availability;
  return Math.abs(Date.parse(asOf) - Date.now());
}

describe('the page and the API', () => {
  it('have one clock on the day of the run', async () => {
    expect(await apart()).to.be.lessThan(minute);
  });

  it('have one clock on a day that a test has chosen', async () => {
    setClock('2031-05-31T12:00:00Z');
    const began = Date.now();
    expect(new Date().toISOString()).to.match(/^2031-05-31T12:0/);
    expect(new Date(0).toISOString()).to.equal('1970-01-01T00:00:00.000Z');
    expect(await apart()).to.be.lessThan(minute);
    await until(() => Date.now() > began, 'the clock stands still');
  });

  it('have that of the run again in the next test', async () => {
    expect(new Date().getFullYear()).to.be.lessThan(2031);
    expect(await apart()).to.be.lessThan(minute);
  });
});
