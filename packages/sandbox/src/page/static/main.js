import { dropEvent, editEvent, revokeAccount, writeNew } from './actions.js';
import { fetchEvent } from './api.js';
import { byId, h } from './dom.js';
import { watchDrags } from './week/drag.js';
import { renderMail } from './mail-view.js';
import { loadModel, readAddress } from './model.js';
import { toast } from './notices.js';
import { renderPanel } from './panel.js';
import { boundsOf, isFromLuma } from './week/segments.js';
import { renderWeek } from './week/week.js';
import { addDays, dateText, timeText, wallOf } from './zone.js';

/**
 * @typedef {import('./model.js').Model} Model
 * @typedef {import('./model.js').Address} Address
 */

const week = byId('week', HTMLElement);
const narrow = matchMedia('(max-width: 900px)');
const REDRAW_MS = 30_000;
const FIRST_HOUR_SHOWN = 7.75;

/** @type {Model | undefined} */
let model;
/** The listing that was drawn last, so that only new bookings are announced. */
let shown = '';
let loading = false;
let stale = false;

const drags = watchDrags(week, (segment, spot) => {
  if (model) attempt(dropEvent(model, segment.event, spot));
});

/** Draws everything; a call during a drawing makes it draw once more. */
async function refresh() {
  stale = true;
  if (loading || drags.isActive()) return;
  loading = true;
  try {
    while (stale) {
      stale = false;
      const before = model;
      model = await loadModel(readAddress(), narrow.matches ? 3 : 7);
      render(model, arrivals(before, model));
    }
  } finally {
    loading = false;
  }
}

/**
 * @param {Model} current
 * @param {Set<string>} arrived
 */
function render(current, arrived) {
  document.title = `${titleOf(current)} · Sandbox calendar`;
  const [month = '', year = ''] = titleOf(current).split(/ (?=\d{4}$)/);
  byId('title', HTMLElement).replaceChildren(
    ...(current.view === 'mail' ? ['Mail'] : [`${month} `, h('span', {}, year)]),
  );
  for (const id of ['steps', 'new-event-small']) {
    byId(id, HTMLElement).hidden = current.view === 'mail' || (id !== 'steps' && !current.writable);
  }
  byId('new-event', HTMLButtonElement).hidden = !current.writable;
  week.hidden = current.view === 'mail';
  byId('mail', HTMLElement).hidden = current.view !== 'mail';
  for (const tab of document.querySelectorAll('[data-view]')) {
    if (tab.getAttribute('data-view') === current.view) tab.setAttribute('aria-current', 'page');
    else tab.removeAttribute('aria-current');
  }
  renderPanel({
    ...current,
    chooseAccount: (account) => go({ account, calendar: undefined }),
    chooseCalendar: (calendar) => go({ calendar }),
    revoke: () => attempt(revokeAccount(current)),
  });
  renderMail(current.mail, current.account.timeZone);
  const top = week.scrollTop;
  renderWeek(week, { ...current, arrived, open: (event) => editEvent(current, event) });
  week.scrollTop = shown === '' ? hourHeight() * FIRST_HOUR_SHOWN : top;
  shown = listingOf(current);
}

/**
 * The events that arrived while the page was open; bookings are announced.
 * @param {Model | undefined} before
 * @param {Model} after
 */
function arrivals(before, after) {
  /** @type {Set<string>} */
  const arrived = new Set();
  if (before === undefined || shown !== listingOf(after)) return arrived;
  const known = new Set(before.events.map((event) => event.id));
  for (const event of after.events) {
    if (!event.id || known.has(event.id) || event.recurringEventId) continue;
    arrived.add(event.id);
    // An event that the person created here is not announced.
    if (!isFromLuma(event)) continue;
    const { start } = boundsOf(event, after.zone);
    const day = dateText(start.date, { weekday: 'long', month: 'short', day: 'numeric' });
    const at = event.start?.date ? '' : `, ${timeText(start.minutes)}`;
    toast(`New: ${event.summary || '(No title)'}, ${day}${at}`);
  }
  return arrived;
}

/** @param {Model} current */
function listingOf(current) {
  return [current.account.email, current.calendar, current.first, current.days].join(' ');
}

/** @param {Model} current */
function titleOf(current) {
  return dateText(addDays(current.first, Math.floor(current.days / 2)), {
    month: narrow.matches ? 'short' : 'long',
    year: 'numeric',
  });
}

/**
 * Goes to another address of the page; undefined removes a part.
 * @param {{ [K in keyof Address]: Address[K] | undefined }} change
 */
function go(change) {
  const next = Object.entries({ ...readAddress(), event: undefined, ...change });
  const query = new URLSearchParams(
    next.filter(([, value]) => value !== undefined).map(([name, value]) => [name, value ?? '']),
  );
  history.pushState(null, '', `/calendar?${query}`);
  attempt(refresh());
}

/** @param {Promise<unknown>} work */
function attempt(work) {
  work.catch((error) => {
    toast(error instanceof Error ? error.message : String(error), 'bad');
    stale = true;
    void refresh();
  });
}

function hourHeight() {
  return (week.querySelector('.grid')?.getBoundingClientRect().height ?? 0) / 24;
}

/** @param {number} direction */
function step(direction) {
  if (model) go({ date: addDays(model.first, direction * model.days) });
}

/** A click on an empty place creates an event there. */
week.addEventListener('click', (event) => {
  const column = event.target;
  if (!model?.writable || !(column instanceof HTMLElement) || !column.matches('.day')) return;
  const y = event.clientY - column.getBoundingClientRect().top;
  const half = Math.floor((y / hourHeight()) * 2);
  const date = addDays(model.first, Number(column.dataset['day']));
  writeNew(model, { date, minutes: Math.min(half * 30, 1410) });
});

for (const id of ['new-event', 'new-event-small']) {
  byId(id, HTMLButtonElement).addEventListener('click', () => {
    const panel = byId('panel', HTMLElement);
    if (panel.matches(':popover-open')) panel.hidePopover();
    if (model) writeNew(model);
  });
}
byId('previous', HTMLButtonElement).addEventListener('click', () => step(-1));
byId('next', HTMLButtonElement).addEventListener('click', () => step(1));
byId('today', HTMLButtonElement).addEventListener('click', () => go({ date: undefined }));
for (const tab of document.querySelectorAll('[data-view]')) {
  tab.addEventListener('click', (event) => {
    event.preventDefault();
    go({ view: tab.getAttribute('data-view') ?? 'week' });
  });
}
window.addEventListener('popstate', () => attempt(refresh()));
narrow.addEventListener('change', () => attempt(refresh()));
setInterval(() => attempt(refresh()), REDRAW_MS);
new EventSource('/_control/changes').addEventListener('change', () => attempt(refresh()));

/** A link to an event opens its week and the event. */
async function followEventLink() {
  const { account, calendar, event: id } = readAddress();
  if (!account || !calendar || !id) return;
  const event = await fetchEvent({ account, calendar }, id);
  const date = event.start?.date ?? wallOf(Date.parse(event.start?.dateTime ?? ''), 'UTC').date;
  history.replaceState(null, '', `/calendar?${new URLSearchParams({ account, calendar, date })}`);
  await refresh();
  if (model) editEvent(model, event);
}

attempt(refresh().then(followEventLink));
