import type { Page } from '@playwright/test';

/**
 * What a page complains of, from now on: violations of its policy, errors on its console, exceptions.
 * To be called before it is opened.
 */
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
