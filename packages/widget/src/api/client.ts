import type { Availability } from '@luma-leasing/types/availability';
import type { ChatAnswered, ChatMessage } from '@luma-leasing/types/chat';
import type { LeaveMessage, MessageLeft } from '@luma-leasing/types/lead';
import type { PaletteAnswer, TourTypeId, WidgetConfig } from '@luma-leasing/types/property';
import type { BookTour, Booked, ManagedTour } from '@luma-leasing/types/tour';
import type { Change } from '../flow/own.ts';
import type { Attempt } from '../flow/state.ts';
import { ask, type Outcome } from './request.ts';
import { persist, type Patience } from './retry.ts';

export interface Api {
  config(): Promise<Outcome<WidgetConfig>>;
  palette(color: string): Promise<Outcome<PaletteAnswer>>;
  /** Of the whole booking horizon. */
  times(tourType: TourTypeId | null): Promise<Outcome<Availability>>;
  /** What the visitor's words mean. */
  chat(attempt: Attempt<ChatMessage>): Promise<Outcome<ChatAnswered>>;
  book(attempt: Attempt<BookTour>, onSlow: () => void): Promise<Outcome<Booked>>;
  leave(attempt: Attempt<LeaveMessage>, onSlow: () => void): Promise<Outcome<MessageLeft>>;
  /** The tour behind a manage link. */
  tour(token: string): Promise<Outcome<ManagedTour>>;
  change(token: string, change: Change, onSlow: () => void): Promise<Outcome<ManagedTour>>;
}

const managed = 'tours/manage/';

export interface ApiOptions {
  base: string;
  key: string;
  patience?: Partial<Patience>;
}

export function createApi({ base, key, patience }: ApiOptions): Api {
  const root = `${base.replace(/\/+$/, '')}/api/lumaleasing/`;
  const headers = { 'X-API-Key': key };
  const get = <T>(path: string) =>
    persist<T>((timeout) => ask(root + path, { headers }, timeout), patience);
  const post = <T>(
    path: string,
    { key: attempt, body }: Attempt<unknown>,
    onSlow?: () => void,
    haste: Partial<Patience> = {},
  ) =>
    persist<T>(
      (timeout) =>
        ask(
          root + path,
          {
            method: 'POST',
            headers: {
              ...headers,
              'Content-Type': 'application/json',
              'Idempotency-Key': attempt,
            },
            body: JSON.stringify(body),
            // A page left in mid-submission must not lose it.
            keepalive: true,
          },
          timeout,
        ),
      { ...haste, ...patience },
      onSlow,
    );
  return {
    config: () => get('config'),
    palette: (color) => get(`palette?color=${encodeURIComponent(color)}`),
    times: (type) => get(`tours/availability${type ? `?tourType=${type}` : ''}`),
    // In a conversation a long silence is worse than a word about it.
    chat: (attempt) => post('chat', attempt, undefined, { timeoutMs: 6000, tries: 2 }),
    book: (attempt, onSlow) => post('tours', attempt, onSlow),
    leave: (attempt, onSlow) => post('leads', attempt, onSlow),
    tour: (token) => get(managed + token),
    change: (token, { what, attempt }, onSlow) =>
      post(`${managed + token}/${what}`, attempt, onSlow),
  };
}
