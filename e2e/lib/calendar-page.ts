import type { Locator, Page } from '@playwright/test';
import type { CalendarEvent, Sandbox } from './sandbox.ts';
import { dayName } from './words.ts';

/** The agent's calendar in a browser: the sandbox's page, in place of Google's. */
export class CalendarPage {
  readonly page: Page;
  readonly week: Locator;

  private constructor(page: Page) {
    this.page = page;
    this.week = page.getByRole('region', { name: 'Week' });
  }

  /** @param date the page shows its week. */
  static async open(page: Page, sandbox: Sandbox, date: string): Promise<CalendarPage> {
    await page.goto(`${sandbox.url}/calendar?account=agent@example.com&date=${date}`);
    return new CalendarPage(page);
  }

  /** All tours of a day. */
  tours(date: string): Locator {
    return this.week.getByRole('button', {
      name: new RegExp(`^Tour - Maple Court Apartments.*${dayName(date)}.*booked by LumaLeasing$`),
    });
  }

  event({ id }: CalendarEvent): Locator {
    return this.week.locator(`[data-id="${id}"]`);
  }

  /** Drags a tour to another time of its day; its length stays. @param time `HH:MM` in the calendar's zone. */
  async move(event: CalendarEvent, time: string): Promise<void> {
    const editor = await this.#edit(event);
    await editor.getByLabel('From').fill(time);
    await editor.getByRole('button', { name: 'Save' }).click();
    await editor.waitFor({ state: 'hidden' });
  }

  async delete(event: CalendarEvent): Promise<void> {
    const editor = await this.#edit(event);
    await editor.getByRole('button', { name: 'Delete' }).click();
    await this.event(event).waitFor({ state: 'detached' });
  }

  async #edit(event: CalendarEvent): Promise<Locator> {
    await this.event(event).click();
    return this.page.getByRole('dialog', { name: 'Edit event' });
  }
}
