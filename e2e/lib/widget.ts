import { expect, type Locator, type Page } from '@playwright/test';
import type { FreeTime } from './api.ts';
import type { Person } from './people.ts';
import { dayName, monthName, timeName } from './words.ts';

/** The widget as a visitor uses it: by roles and words alone. */
export class Widget {
  readonly page: Page;
  readonly root: Locator;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly message: Locator;
  readonly confirm: Locator;
  readonly done: Locator;

  constructor(page: Page, role: 'dialog' | 'region' = 'dialog') {
    this.page = page;
    this.root = page.locator('luma-leasing');
    this.launcher = this.root.getByRole('button', { name: 'Book a tour' });
    this.panel = this.root.getByRole(role, { name: /chat and tours/i });
    this.message = this.panel.getByRole('textbox', { name: 'Message' });
    this.confirm = this.panel.getByRole('button', { name: 'Confirm tour' });
    this.done = this.panel.getByRole('heading', { name: 'Your tour is booked' });
  }

  button(name: string | RegExp): Locator {
    return this.panel.getByRole('button', { name });
  }

  field(name: string): Locator {
    return this.panel.getByRole('textbox', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.panel.getByRole('heading', { name });
  }

  get month(): Locator {
    return this.panel.getByRole('grid');
  }

  day(date: string): Locator {
    return this.month.getByRole('button', { name: new RegExp(`^${dayName(date)}, \\d`) });
  }

  time(slot: FreeTime): Locator {
    return this.panel
      .getByRole('group', { name: `Times on ${dayName(slot.date)}` })
      .getByRole('button', { name: new RegExp(`^${timeName(slot.startsAt)}`) });
  }

  /** This browser's own tour in the chat. */
  get tour(): Locator {
    return this.panel.getByRole('region', { name: 'Your tour' });
  }

  get privacy(): Locator {
    return this.panel.getByRole('checkbox', { name: /^I agree/ });
  }

  async say(text: string): Promise<void> {
    await this.message.fill(text);
    await this.message.press('Enter');
  }

  /** Goes from the page to the month. */
  async openCalendar(): Promise<void> {
    await this.launcher.click();
    await this.button(/^Schedule a(nother)? tour$/).click();
    await expect(this.month).toHaveAttribute('aria-busy', 'false');
  }

  async pick(slot: FreeTime): Promise<void> {
    await this.turnTo(slot.date);
    await this.day(slot.date).click();
    await this.time(slot).click();
  }

  /** Turns pages until the month of a date is shown. */
  async turnTo(date: string): Promise<void> {
    await expect(this.month).toHaveAttribute('aria-busy', 'false');
    const title = monthName(date);
    if ((await this.heading(title).count()) === 0) await this.button('Next month').click();
    await expect(this.heading(title)).toBeVisible();
  }

  async fill(person: Person): Promise<void> {
    await this.field('First name').fill(person.firstName);
    await this.field('Last name').fill(person.lastName);
    await this.field('Email').fill(person.email);
    await this.field('Phone').fill(person.phone);
    await this.field('Special requests').fill(person.specialRequests);
    await this.privacy.check();
  }

  /** Goes from the page to the filled form. */
  async openForm(slot: FreeTime, person: Person): Promise<void> {
    await this.openCalendar();
    await this.pick(slot);
    await this.fill(person);
  }

  async book(slot: FreeTime, person: Person): Promise<void> {
    await this.openForm(slot, person);
    await this.confirm.click();
    await expect(this.done).toBeVisible();
  }
}
