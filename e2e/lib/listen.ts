import type { Page } from '@playwright/test';

/** Collects the page's violations of its policy, console errors and exceptions. Call it before the page is opened. */
export async function complaints(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.exposeFunction('noteViolation', (text: string) => found.push(text));
  await page.addInitScript(() => {
    const note: unknown = Reflect.get(window, 'noteViolation');
    document.addEventListener('securitypolicyviolation', (event) => {
      if (typeof note === 'function')
        note(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') found.push(message.text());
  });
  return found;
}
