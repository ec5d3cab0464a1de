import type { Availability, Slot } from '@luma-leasing/types/availability';
import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Booked, BookTour } from '@luma-leasing/types/tour';

/** A free time; date and time are the property's. */
export interface FreeTime extends Slot {
  date: string;
}

export type Answer<Body> = { status: number; body: Body | ErrorBody };

/** The public API, as the widget of another visitor uses it. */
export class Api {
  readonly #root: string;

  constructor(server: string) {
    this.#root = `${server}/api/lumaleasing`;
  }

  async availability(): Promise<Availability> {
    const answer = await fetch(`${this.#root}/tours/availability`, { headers });
    if (!answer.ok) throw new Error(`availability: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Availability;
  }

  /** Why no time is offered; undefined if times are offered. */
  async refusal(): Promise<ErrorBody['error']['code'] | undefined> {
    const answer = await fetch(`${this.#root}/tours/availability`, { headers });
    return answer.ok ? undefined : ((await answer.json()) as ErrorBody).error.code;
  }

  /**
   * A free time in the middle of a day with many. Its neighbours are alternatives, and the day still has free times
   * when it is taken.
   */
  async freeTime(): Promise<FreeTime> {
    const { availableDates, slotsByDate } = await this.availability();
    for (const date of availableDates) {
      const free = slotsByDate[date]!.filter((slot) => slot.available);
      if (free.length >= 8) return { ...free[3]!, date };
    }
    throw new Error('no day has enough free times');
  }

  async book(body: BookTour): Promise<Answer<Booked>> {
    const answer = await fetch(`${this.#root}/tours`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Booked | ErrorBody };
  }

  /** Books a tour; a refusal fails the test. */
  async booked(body: BookTour): Promise<Booked['booking']> {
    const { status, body: answer } = await this.book(body);
    if (!answer.success) throw new Error(`not booked: ${status} ${answer.error.code}`);
    return answer.booking;
  }
}

const headers = { 'X-API-Key': 'pk_demo' };
