import { h } from '../dom.js';
import { REPEATS } from './draft.js';
import { renderGuests } from './guests.js';
import { isFromLuma } from '../week/segments.js';
import { clockText, dateText, rangeText, timeText } from '../zone.js';

/**
 * @typedef {import('./draft.js').Draft} Draft
 * @typedef {import('./editor.js').EditorView} EditorView
 * @typedef {import('../week/segments.js').GoogleEvent} GoogleEvent
 */

/**
 * The form of the editor; an event that is not writable is only shown.
 * @param {EditorView} view
 */
export function renderForm({ draft, event, writable, respond }) {
  const isInstance = Boolean(event?.recurringEventId);
  return h(
    'form',
    { method: 'dialog' },
    h('h2', { id: 'editor-heading' }, event ? (writable ? 'Edit event' : 'Event') : 'New event'),
    h('input', {
      class: 'title',
      name: 'title',
      value: draft.title,
      placeholder: 'Add a title',
      'aria-label': 'Title',
      autocomplete: 'off',
      readonly: !writable,
      autofocus: writable,
    }),
    event ? renderDetails(event, writable ? '' : whenText(draft)) : null,
    event ? renderGuests(event, writable ? respond : undefined) : null,
    writable ? renderFields(draft, isInstance) : null,
    h(
      'div',
      { class: 'actions' },
      event && writable
        ? h('button', { type: 'button', class: 'button danger', 'data-do': 'delete' }, 'Delete')
        : null,
      h('span', { class: 'grow' }),
      h(
        'button',
        { type: 'button', class: 'button', 'data-do': 'close' },
        writable ? 'Cancel' : 'Close',
      ),
      writable ? h('button', { class: 'button primary' }, 'Save') : null,
    ),
  );
}

/**
 * @param {Draft} draft
 * @param {boolean} isInstance
 */
function renderFields(draft, isInstance) {
  return h(
    'div',
    { class: 'plain' },
    h(
      'div',
      { class: 'times' },
      field('Starts', 'date', 'startDate', draft.start.date),
      field('From', 'time', 'startTime', clockText(draft.start.minutes)),
      field('Ends', 'date', 'endDate', draft.end.date),
      field('To', 'time', 'endTime', clockText(draft.end.minutes)),
    ),
    h(
      'label',
      { class: 'switch' },
      h('input', { type: 'checkbox', name: 'allDay', checked: draft.allDay }),
      'All day',
    ),
    h(
      'fieldset',
      { class: 'segments', 'aria-label': 'Shown as' },
      choice('free', '', 'Busy', !draft.free),
      choice('free', 'yes', 'Free', draft.free),
    ),
    isInstance ? null : renderRepeat(draft.repeat),
    isInstance
      ? h(
          'fieldset',
          { class: 'segments', 'aria-label': 'What to change' },
          choice('scope', 'one', 'Only this event', true),
          choice('scope', 'series', 'The whole series', false),
        )
      : null,
  );
}

/** @param {string} repeat */
function renderRepeat(repeat) {
  const offered = REPEATS.some(([rule]) => rule === repeat)
    ? REPEATS
    : [...REPEATS, [repeat, repeat.replace(/^RRULE:/, '')]];
  return h(
    'label',
    { class: 'field' },
    h('span', {}, 'Repeats'),
    h(
      'select',
      { name: 'repeat' },
      ...offered.map(([rule = '', label = '']) =>
        h('option', { value: rule, selected: rule === repeat }, label),
      ),
    ),
  );
}

/**
 * What the event has besides its time.
 * @param {GoogleEvent} event
 * @param {string} when
 */
function renderDetails(event, when) {
  const lines = [when, event.location, event.description];
  const text = lines.filter(Boolean).join('\n\n');
  if (text === '' && !isFromLuma(event)) return null;
  return h(
    'div',
    { class: 'details' },
    isFromLuma(event) ? h('strong', {}, 'Booked by LumaLeasing') : null,
    h('pre', {}, text),
  );
}

/** @param {Draft} draft */
function whenText({ allDay, start, end }) {
  /** @param {string} date */
  const day = (date) => dateText(date, { weekday: 'long', month: 'long', day: 'numeric' });
  if (allDay)
    return start.date === end.date ? day(start.date) : `${day(start.date)} – ${day(end.date)}`;
  return start.date === end.date
    ? `${day(start.date)}, ${rangeText(start.minutes, end.minutes)}`
    : `${day(start.date)}, ${timeText(start.minutes)} – ${day(end.date)}, ${timeText(end.minutes)}`;
}

/**
 * @param {string} label
 * @param {string} type
 * @param {string} name
 * @param {string} value
 */
function field(label, type, name, value) {
  return h(
    'label',
    { class: 'field' },
    h('span', {}, label),
    h('input', { class: 'input', type, name, value, required: true }),
  );
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} label
 * @param {boolean} checked
 */
function choice(name, value, label, checked) {
  return h('label', {}, h('input', { type: 'radio', name, value, checked }), label);
}
