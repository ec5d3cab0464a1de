import { html, type Html } from '../../http/page.ts';
import type { SlotDay } from '../availability/slots.ts';

/**
 * The free times as fields of a plain form (`startsAt`, an ISO instant), day by day; null when there are none.
 * @param chosen the time to tick, when it is still free.
 */
export function timeFields(days: SlotDay[], timezone: string, chosen?: string): Html | null {
  const open = days
    .map((day) => ({ ...day, slots: day.slots.filter((slot) => slot.available) }))
    .filter((day) => day.slots.length > 0);
  if (open.length === 0) return null;
  return html`${open.map((day) => dayField(day, timezone, chosen))}`;
}

const dayField = (day: SlotDay, timezone: string, chosen: string | undefined): Html => html`
  <fieldset>
    <legend>${dayName(day.slots[0]!.startsAt, timezone)}</legend>
    <div class="times">
      ${day.slots.map(
        (slot) =>
          html`<label class="time"
            ><input
              type="radio"
              name="startsAt"
              value="${slot.startsAt}"
              required
              ${slot.startsAt === chosen ? 'checked' : ''}
            /><span>${timeName(slot.startsAt, timezone)}</span></label
          >`,
      )}
    </div>
  </fieldset>
`;

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
