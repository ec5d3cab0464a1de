import type { CalendarClient, Json } from './sandbox.ts';

const EVENTS = '/calendars/primary/events';

/** A client's copy of a calendar, kept as Google's guide to incremental sync says. */
export class Mirror {
  readonly #calendar: CalendarClient;
  readonly #first: Record<string, string>;
  readonly #events = new Map<string, Json>();
  #syncToken: string | undefined;

  /** `first`: the query of the full listing. */
  constructor(calendar: CalendarClient, first: Record<string, string> = {}) {
    this.#calendar = calendar;
    this.#first = first;
  }

  /** One sync; `between` runs after every page, to change the calendar meanwhile. */
  async sync(maxResults = 250, between: () => Promise<void> = async () => {}): Promise<void> {
    const { singleEvents } = this.#first;
    const query: Record<string, string> =
      this.#syncToken === undefined
        ? { ...this.#first }
        : { syncToken: this.#syncToken, ...(singleEvents && { singleEvents }) };
    for (;;) {
      const { status, body } = await this.#list({ ...query, maxResults: String(maxResults) });
      if (status !== 200) throw new Error(`sync: ${JSON.stringify(body)}`);
      for (const event of body['items'] ?? []) this.#apply(event);
      await between();
      if (body['nextSyncToken'] !== undefined) {
        this.#syncToken = body['nextSyncToken'];
        return;
      }
      query['pageToken'] = body['nextPageToken'] ?? '';
    }
  }

  ids(): string[] {
    return [...this.#events.keys()].toSorted();
  }

  /** The copy's content, as comparable text. */
  content(): string[] {
    return [...this.#events.values()].map(describe).toSorted();
  }

  /** The calendar's own content now, as the same kind of text. */
  async truthContent(): Promise<string[]> {
    return (await this.#all()).map(describe).toSorted();
  }

  async truth(): Promise<string[]> {
    return (await this.#all()).map((event) => String(event['id'])).toSorted();
  }

  async #all(): Promise<Json[]> {
    const { body } = await this.#list({ ...this.#first, maxResults: '2500' });
    return (body['items'] ?? []).filter((event: Json) => String(event['status']) !== 'cancelled');
  }

  #list(params: Record<string, string>) {
    return this.#calendar.request('GET', `${EVENTS}?${new URLSearchParams(params)}`);
  }

  #apply(event: Json): void {
    const id = String(event['id']);
    const { timeMin, timeMax } = this.#first;
    const starts = Date.parse(event['start']?.['dateTime'] ?? '');
    const ends = Date.parse(event['end']?.['dateTime'] ?? '');
    const isOutside =
      (timeMin !== undefined && ends <= Date.parse(timeMin)) ||
      (timeMax !== undefined && starts >= Date.parse(timeMax));
    // A client that listed a window drops the events that left it.
    if (String(event['status']) === 'cancelled' || isOutside) this.#events.delete(id);
    else this.#events.set(id, event);
  }
}

function describe(event: Json): string {
  const { id, summary, start, end } = event;
  return JSON.stringify([id, summary, start, end]);
}
