import { byId, h } from './dom.js';

/** @typedef {import('./api.js').Mail} Mail */

/**
 * The caught mails, newest first; open mails stay open.
 * @param {Mail[]} mail
 * @param {string} zone
 */
export function renderMail(mail, zone) {
  const root = byId('mail', HTMLElement);
  const open = new Set([...root.querySelectorAll('details[open]')].map((letter) => letter.id));
  byId('mail-count', HTMLElement).textContent = mail.length === 0 ? '' : String(mail.length);
  if (mail.length === 0) {
    root.replaceChildren(
      h(
        'div',
        { class: 'empty' },
        h('strong', {}, 'No mail yet'),
        h('span', {}, 'Invitations to guests appear here. None of them leaves this machine.'),
      ),
    );
    return;
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  root.replaceChildren(
    ...mail
      .toReversed()
      .map((letter) =>
        h(
          'details',
          { class: 'letter', id: `mail-${letter.id}`, open: open.has(`mail-${letter.id}`) },
          h(
            'summary',
            {},
            h('span', { class: 'subject' }, letter.subject),
            h('time', { datetime: letter.at }, format.format(Date.parse(letter.at))),
            h('span', { class: 'to' }, `${letter.from} to ${letter.to}`),
          ),
          h('pre', {}, letter.text),
        ),
      ),
  );
}
