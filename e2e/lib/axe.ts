import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All that depends on colours, and so on the scheme. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** No violation of WCAG 2.2 AA in what the page shows now, in light and in dark. */
export async function expectNoViolation(page: Page, state: string): Promise<void> {
  // Its words are there before its styles are.
  await page.waitForLoadState('load');
  await expectNone(new AxeBuilder({ page }).withTags(levels), state);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNone(new AxeBuilder({ page }).withRules(ofColours), `${state}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNone(axe: AxeBuilder, state: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(found, state).toEqual([]);
}
