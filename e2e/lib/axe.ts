import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const levels = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules about colours; only these depend on the colour scheme. */
const ofColours = ['color-contrast', 'link-in-text-block'];

/** The page has no violation of WCAG 2.2 AA, in light and in dark. */
export async function expectNoViolation(page: Page, state: string): Promise<void> {
  // The words of the page appear before its styles.
  await page.waitForLoadState('load');
  await expectNone(new AxeBuilder({ page }).setLegacyMode().withTags(levels), state);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNone(new AxeBuilder({ page }).setLegacyMode().withRules(ofColours), `${state}, dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectNone(axe: AxeBuilder, state: string): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary}`),
  );
  expect.soft(found, state).toEqual([]);
}
