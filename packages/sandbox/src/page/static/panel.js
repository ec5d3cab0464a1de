import { byId, h } from './dom.js';

/**
 * @typedef {import('./api.js').Account} Account
 * @typedef {{
 *   accounts: Account[],
 *   account: Account,
 *   calendar: string,
 *   zone: string,
 *   now: number,
 *   channels: import('./api.js').Channel[],
 *   chooseAccount: (email: string) => void,
 *   chooseCalendar: (id: string) => void,
 *   revoke: () => void,
 * }} PanelView
 */

const MOVED_MS = 60_000;

/**
 * The side panel: account, calendar, and who has access.
 * @param {PanelView} view
 */
export function renderPanel(view) {
  const select = byId('account', HTMLSelectElement);
  select.replaceChildren(
    ...view.accounts.map(({ email }) =>
      h('option', { value: email, selected: email === view.account.email }, email),
    ),
  );
  select.onchange = () => view.chooseAccount(select.value);
  renderCalendars(view);
  renderAccess(view);
  renderClock(view);
}

/**
 * Shows that the sandbox's clock was moved, so that its today is another day.
 * @param {PanelView} view
 */
function renderClock({ now, zone }) {
  const clock = byId('clock', HTMLElement);
  clock.hidden = Math.abs(now - Date.now()) < MOVED_MS;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    dateStyle: 'full',
    timeStyle: 'short',
  });
  clock.textContent = `The sandbox’s clock was moved. Here it is ${format.format(now)}.`;
}

/** @param {PanelView} view */
function renderCalendars({ account, calendar, chooseCalendar }) {
  const list = byId('calendars', HTMLDivElement);
  list.replaceChildren(
    ...account.calendars.map((entry) =>
      h(
        'label',
        { class: 'calendar-choice' },
        h('input', {
          type: 'radio',
          name: 'calendar',
          value: entry.id,
          checked: entry.id === calendar,
          onchange: () => chooseCalendar(entry.id ?? ''),
        }),
        h('i', { class: 'dot', '--dot': entry.backgroundColor }),
        h('span', { class: 'name' }, entry.primary ? 'Main calendar' : (entry.summary ?? '')),
        entry.accessRole === 'reader' ? h('span', { class: 'role' }, 'read only') : null,
      ),
    ),
  );
}

/** @param {PanelView} view */
function renderAccess({ account, calendar, channels, zone, revoke }) {
  const box = byId('access', HTMLDivElement);
  if (account.grants.length === 0) {
    box.replaceChildren(h('p', {}, 'No app can reach this account.'));
    return;
  }
  box.replaceChildren(
    h(
      'div',
      { class: 'app' },
      h('p', {}, h('strong', {}, 'LumaLeasing'), describe(account)),
      renderWatch(
        channels.filter((one) => one.live && one.calendar === calendar),
        zone,
      ),
      h('button', { type: 'button', class: 'button danger', onclick: revoke }, 'Revoke access'),
    ),
  );
}

/**
 * Whether LumaLeasing has a channel on the shown calendar, or must poll.
 * @param {import('./api.js').Channel[]} live
 * @param {string} zone
 */
function renderWatch(live, zone) {
  const last = live.map((one) => Date.parse(one.expires)).toSorted((a, b) => b - a)[0];
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'medium' });
  return h(
    'p',
    { class: `watch${last === undefined ? '' : ' live'}` },
    h('i', { class: 'pulse', 'aria-hidden': 'true' }),
    last === undefined
      ? 'Asks now and then; not told of changes'
      : `Told of changes until ${format.format(last)}`,
  );
}

/** @param {Account} account */
function describe(account) {
  const scopes = account.grants.flatMap((grant) => grant.scopes);
  const names = scopes
    .filter((scope) => !/openid|userinfo/.test(scope))
    .map((scope) => scope.replace('https://www.googleapis.com/auth/', ''));
  return names.length === 0 ? 'Knows only the address' : `May use ${names.join(', ')}`;
}
