import { expect, type Locator, type Page } from '@playwright/test';

/** The doctor's overlay on a property's page, as the site's owner uses it. */
export class Doctor {
  readonly page: Page;
  readonly panel: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('dialog', { name: /.+/ }).and(page.locator('[data-luma-doctor] *'));
  }

  /** Opens a page and waits until it has been looked at. */
  static async open(page: Page, address: string): Promise<Doctor> {
    await page.goto(`${address}?luma-doctor=1`);
    const doctor = new Doctor(page);
    await doctor.done();
    return doctor;
  }

  async done(): Promise<void> {
    await expect(this.panel.getByRole('region', { name: 'Findings' })).toHaveAttribute(
      'aria-busy',
      'false',
    );
  }

  /** One finding by its code. */
  finding(code: string): Locator {
    return this.panel.locator(`[data-code="${code}"]`);
  }

  /** The codes of what is wrong, or good to know. */
  async wrong(): Promise<string[]> {
    return this.panel
      .locator('.finding')
      .evaluateAll((items) => items.map((item) => item.getAttribute('data-code') ?? ''));
  }

  title(text: string): Locator {
    return this.panel.getByRole('heading', { level: 2, name: text });
  }
}
