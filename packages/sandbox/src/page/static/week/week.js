import { placeInColumns, placeInLanes } from './columns.js';
import { h } from '../dom.js';
import { boundsOf, cutIntoDays, isFromLuma } from './segments.js';
import { addDays, dateText, minutesBetween, rangeText, timeText, wallOf } from '../zone.js';

/**
 * @typedef {import('./segments.js').GoogleEvent} GoogleEvent
 * @typedef {import('./segments.js').Segment} Segment
 * @typedef {{
 *   events: GoogleEvent[],
 *   first: string,
 *   days: number,
 *   zone: string,
 *   now: number,
 *   writable: boolean,
 *   arrived: Set<string>,
 *   open: (event: GoogleEvent) => void,
 * }} WeekView
 */

/** The minutes that the minimum height of an event stands for. */
const SHORTEST_DRAWN = 24;

/**
 * The movable event that an element shows, for dragging.
 * @type {WeakMap<Element, Segment>}
 */
export const drawnSegments = new WeakMap();

/**
 * Draws the week, and keeps focus and scroll position.
 * @param {HTMLElement} root
 * @param {WeekView} view
 */
export function renderWeek(root, view) {
  const focused = document.activeElement?.getAttribute('data-id');
  const { segments, bars } = cutIntoDays(view.events, view.first, view.days, view.zone);
  root.classList.toggle('writable', view.writable);
  root.style.setProperty('--days', String(view.days));
  root.replaceChildren(renderHead(view, bars), renderGrid(view, segments));
  if (focused) {
    const redrawn = [...root.querySelectorAll('[data-id]')].find(
      (element) => element.getAttribute('data-id') === focused,
    );
    if (redrawn instanceof HTMLElement) redrawn.focus({ preventScroll: true });
  }
}

/**
 * @param {WeekView} view
 * @param {import('./segments.js').Bar[]} bars
 */
function renderHead(view, bars) {
  const today = wallOf(view.now, view.zone).date;
  const lanes = placeInLanes(bars);
  return h(
    'div',
    { class: 'head' },
    h('span', { class: 'zone' }, zoneName(view)),
    ...dates(view).map((date) =>
      h(
        'div',
        {
          class: `day-name${date === today ? ' today' : ''}${date < today ? ' past' : ''}`,
          'aria-current': date === today ? 'date' : null,
        },
        h('span', {}, dateText(date, { weekday: 'short' })),
        h('b', {}, String(Number(date.slice(8)))),
      ),
    ),
    bars.length === 0
      ? null
      : h(
          'div',
          { class: 'all-day' },
          ...bars.map((bar) => {
            const element = eventButton(bar.event, view);
            element.style.gridColumn = `${bar.from + 1} / ${bar.to + 1}`;
            element.style.gridRow = String((lanes.get(bar) ?? 0) + 1);
            return element;
          }),
        ),
  );
}

/**
 * @param {WeekView} view
 * @param {Segment[]} segments
 */
function renderGrid(view, segments) {
  const now = wallOf(view.now, view.zone);
  const hours = h(
    'div',
    { class: 'hours', 'aria-hidden': 'true' },
    ...Array.from({ length: 23 }, (_, index) =>
      h('span', { '--at': index + 1 }, timeText((index + 1) * 60)),
    ),
  );
  const columns = dates(view).map((date, day) => {
    const ofDay = segments.filter((segment) => segment.day === day);
    const places = placeInColumns(ofDay, SHORTEST_DRAWN);
    const isToday = date === now.date;
    return h(
      'div',
      { class: `day${isToday ? ' today' : ''}`, 'data-day': day },
      ...ofDay.map((segment) => {
        const place = places.get(segment) ?? { column: 0, columns: 1 };
        const element = eventButton(segment.event, view);
        element.classList.toggle('short', segment.end - segment.start < 30);
        element.classList.toggle('brief', segment.end - segment.start < 60);
        element.style.setProperty('--start', String(segment.start));
        element.style.setProperty('--end', String(segment.end));
        element.style.setProperty('--column', String(place.column));
        element.style.setProperty('--columns', String(place.columns));
        if (view.writable && segment.whole) {
          element.append(h('i', { class: 'grip' }));
          drawnSegments.set(element, segment);
        }
        return element;
      }),
      isToday ? h('div', { class: 'now', '--start': now.minutes }) : null,
    );
  });
  return h('div', { class: 'grid' }, hours, ...columns);
}

/**
 * @param {GoogleEvent} event
 * @param {WeekView} view
 */
function eventButton(event, view) {
  const { start, end } = boundsOf(event, view.zone);
  const isPast = minutesBetween(end, wallOf(view.now, view.zone)) >= 0;
  const title = event.summary || '(No title)';
  const day = dateText(start.date, { weekday: 'long', month: 'long', day: 'numeric' });
  const classes = [
    'event',
    isFromLuma(event) && 'luma',
    event.transparency === 'transparent' && 'free',
    event.status === 'tentative' && 'tentative',
    isPast && 'past',
    view.arrived.has(event.id ?? '') && 'arrived',
  ];
  return h(
    'button',
    {
      type: 'button',
      class: classes.filter(Boolean).join(' '),
      'data-id': event.id,
      title,
      onclick: () => view.open(event),
    },
    h('b', {}, title),
    h('span', { class: 'heard' }, `, ${day}, `),
    event.start?.date
      ? h('span', { class: 'heard' }, 'all day')
      : h('small', {}, rangeText(start.minutes, end.minutes)),
    isFromLuma(event) ? h('span', { class: 'heard' }, ', booked by LumaLeasing') : null,
  );
}

/** @param {WeekView} view */
export function dates(view) {
  return Array.from({ length: view.days }, (_, index) => addDays(view.first, index));
}

/** @param {WeekView} view */
function zoneName(view) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: view.zone,
    timeZoneName: 'short',
  }).formatToParts(view.now);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? view.zone;
}
