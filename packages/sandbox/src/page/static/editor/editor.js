import { byId, h } from '../dom.js';
import { renderForm } from './editor-form.js';
import { addMinutes, clockMinutes, clockText, minutesBetween } from '../zone.js';

/**
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('../week/segments.js').GoogleEvent} GoogleEvent
 * @typedef {{
 *   draft: Draft,
 *   event?: GoogleEvent,
 *   zone: string,
 *   writable: boolean,
 *   save: (draft: Draft, wholeSeries: boolean) => Promise<unknown>,
 *   remove: (wholeSeries: boolean) => Promise<unknown>,
 *   respond?: import('./guests.js').Respond,
 * }} EditorView
 */

/**
 * Opens the dialog to create, change or delete an event.
 * @param {EditorView} view
 */
export function openEditor(view) {
  const dialog = byId('editor', HTMLDialogElement);
  const form = renderForm(view);
  const complaint = h('p', { class: 'complaint', role: 'alert', hidden: true });
  form.querySelector('.actions')?.before(complaint);

  /** @param {Promise<unknown>} work */
  const settle = async (work) => {
    complaint.hidden = true;
    try {
      await work;
      dialog.close();
    } catch (error) {
      complaint.textContent = error instanceof Error ? error.message : String(error);
      complaint.hidden = false;
    }
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const draft = readDraft(form, view.draft);
    if (minutesBetween(draft.start, draft.end) < 0) {
      void settle(Promise.reject(new Error('The end lies before the start.')));
    } else {
      void settle(view.save(draft, isWholeSeries(form)));
    }
  });
  form.querySelector('[data-do=delete]')?.addEventListener('click', () => {
    void settle(view.remove(isWholeSeries(form)));
  });
  form.querySelector('[data-do=close]')?.addEventListener('click', () => dialog.close());
  form.addEventListener('change', () => syncFields(form));
  keepLength(form);
  dialog.replaceChildren(form);
  syncFields(form);
  dialog.showModal();
}

/**
 * An all-day event has no time fields.
 * @param {HTMLFormElement} form
 */
function syncFields(form) {
  const allDay = new FormData(form).has('allDay');
  for (const name of ['startTime', 'endTime']) {
    const input = form.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) continue;
    input.required = !allDay;
    const label = input.closest('label');
    if (label) label.hidden = allDay;
  }
  const { start, end } = readDraft(form);
  if (!allDay && minutesBetween(start, end) === 0 && start.minutes === 0) {
    // An event that was all-day gets an hour in the morning.
    set(form, 'startTime', '09:00');
    set(form, 'endTime', '10:00');
  }
}

/**
 * Moving the start moves the end as well.
 * @param {HTMLFormElement} form
 */
function keepLength(form) {
  /** @type {Draft | undefined} */
  let before;
  form.addEventListener('focusin', () => {
    before = readDraft(form);
  });
  form.addEventListener('change', (event) => {
    const target = event.target;
    if (before === undefined || !(target instanceof HTMLInputElement)) return;
    if (target.name !== 'startDate' && target.name !== 'startTime') return;
    if (target.value === '') return;
    const after = readDraft(form);
    const end = addMinutes(after.start, minutesBetween(before.start, before.end));
    set(form, 'endDate', end.date);
    set(form, 'endTime', clockText(end.minutes));
    before = readDraft(form);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function set(form, name, value) {
  const input = form.elements.namedItem(name);
  if (input instanceof HTMLInputElement) input.value = value;
}

/**
 * @param {HTMLFormElement} form
 * @param {Draft} [fallback]
 * @returns {Draft}
 */
function readDraft(form, fallback) {
  const data = new FormData(form);
  /** @param {string} name */
  const text = (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const allDay = data.has('allDay');
  return {
    title: text('title').trim(),
    allDay,
    start: { date: text('startDate'), minutes: allDay ? 0 : clockMinutes(text('startTime')) },
    end: { date: text('endDate'), minutes: allDay ? 0 : clockMinutes(text('endTime')) },
    free: text('free') === 'yes',
    repeat: data.has('repeat') ? text('repeat') : (fallback?.repeat ?? ''),
  };
}

/** @param {HTMLFormElement} form */
function isWholeSeries(form) {
  return new FormData(form).get('scope') === 'series';
}
