import { addEvent, answerFor, changeEvent, fetchEvent, removeEvent, revokeAccess } from './api.js';
import { bodyOf, draftOf, onSeries, timesOf } from './editor/draft.js';
import { openEditor } from './editor/editor.js';
import { confirmFirst, toast } from './notices.js';
import { addDays, wallOf } from './zone.js';

/**
 * The person's actions; each resolves when it is answered. The page hears of the change by itself.
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./api.js').GoogleEvent} GoogleEvent
 * @typedef {import('./zone.js').Wall} Wall
 */

/** @param {Model} model */
const whereIn = (model) => ({ account: model.account.email, calendar: model.calendar });

/**
 * Opens the editor for a new event, at a given time or at the next full hour.
 * @param {Model} model
 * @param {Wall} [start]
 */
export function writeNew(model, start = nextHour(model)) {
  const end = { date: start.date, minutes: start.minutes + 60 };
  if (end.minutes >= 1440)
    Object.assign(end, { date: addDays(end.date, 1), minutes: end.minutes - 1440 });
  openEditor({
    draft: { title: '', allDay: false, start, end, free: false, repeat: '' },
    zone: model.zone,
    writable: model.writable,
    save: (draft) =>
      addEvent(whereIn(model), {
        ...bodyOf(draft, model.zone),
        ...(draft.repeat && { recurrence: [draft.repeat] }),
      }),
    remove: () => Promise.resolve(),
  });
}

/**
 * Opens the editor for an existing event.
 * @param {Model} model
 * @param {GoogleEvent} event
 */
export function editEvent(model, event) {
  const before = draftOf(event, model.zone);
  const id = event.id ?? '';
  const seriesId = event.recurringEventId ?? id;
  openEditor({
    event,
    draft: before,
    zone: model.zone,
    writable: model.writable,
    save: async (draft, wholeSeries) => {
      if (!wholeSeries) {
        const rule =
          draft.repeat === before.repeat ? {} : { recurrence: draft.repeat ? [draft.repeat] : [] };
        return changeEvent(whereIn(model), id, { ...bodyOf(draft, model.zone), ...rule });
      }
      const series = draftOf(await fetchEvent(whereIn(model), seriesId), model.zone);
      return changeEvent(
        whereIn(model),
        seriesId,
        bodyOf(onSeries(before, draft, series), model.zone),
      );
    },
    remove: (wholeSeries) => removeEvent(whereIn(model), wholeSeries ? seriesId : id),
    respond: (email, response) => answerFor(whereIn(model), id, email, response),
  });
}

/**
 * Moves or resizes an event that was dropped.
 * @param {Model} model
 * @param {GoogleEvent} event
 * @param {{ day: number, start: number, end: number }} spot
 */
export async function dropEvent(model, event, { day, start, end }) {
  const date = addDays(model.first, day);
  const times = timesOf(
    {
      allDay: false,
      start: { date, minutes: start },
      end: end === 1440 ? { date: addDays(date, 1), minutes: 0 } : { date, minutes: end },
    },
    model.zone,
  );
  await changeEvent(whereIn(model), event.id ?? '', times);
}

/** @param {Model} model */
export async function revokeAccount(model) {
  const sure = await confirmFirst({
    title: 'Revoke access?',
    text: `LumaLeasing can then neither read nor write the calendars of ${model.account.email}, until someone connects them again.`,
    yes: 'Revoke access',
  });
  if (!sure) return;
  await revokeAccess(model.account.email);
  toast('Access revoked. All tokens of this account are dead.');
}

/** @param {Model} model */
function nextHour(model) {
  const { date, minutes } = wallOf(model.now, model.zone);
  const isShown = date >= model.first && date < addDays(model.first, model.days);
  const hour = Math.min(22, Math.floor(minutes / 60) + 1);
  return isShown ? { date, minutes: hour * 60 } : { date: model.first, minutes: 9 * 60 };
}
