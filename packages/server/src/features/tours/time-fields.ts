import { html, type Html } from '../../http/page.ts';
import type { SlotDay } from '../availability/slots.ts';

/**
 * The free times as fields of a plain form (`startsAt`, an ISO instant), day by day; null if there are none.
 * @param chosen the time to select, if it is still free.
 */
export function timeFields(days: SlotDay[], timezone: string, chosen?: string): Html | null {
  const open = days
    .map((day) => ({ ...day, slots: day.slots.filter((slot) => slot.available) }))
    .filter((day) => day.slots.length > 0);
  if (open.length === 0) return null;
  const shown = open.find((day) => day.slots.some((slot) => slot.startsAt === chosen)) ?? open[0];
  return html`${open.map((day) => dayField(day, timezone, chosen, day === shown))}`;
}

// Days are folded: two weeks of times would be long to scroll on a phone. The fields are not `required`: a browser
// could not show what is missing inside a folded day, so the server says it in words.
const dayField = (
  day: SlotDay,
  timezone: string,
  chosen: string | undefined,
  isOpen: boolean,
): Html => html`
  <details class="day" name="day" ${isOpen ? 'open' : ''}>
    <summary>
      <span>${dayName(day.slots[0]!.startsAt, timezone)}</span>
      <span class="muted">${countOf(day.slots.length)}</span>
    </summary>
    <div class="times">
      ${day.slots.map(
        (slot) =>
          html`<label class="time"
            ><input
              type="radio"
              name="startsAt"
              value="${slot.startsAt}"
              ${slot.startsAt === chosen ? 'checked' : ''}
            /><span>${timeName(slot.startsAt, timezone)}</span></label
          >`,
      )}
    </div>
  </details>
`;

const countOf = (times: number): string => (times === 1 ? '1 time' : `${times} times`);

const dayName = (startsAt: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
  }).format(new Date(startsAt));

const timeName = (startsAt: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit' }).format(
    new Date(startsAt),
  );
