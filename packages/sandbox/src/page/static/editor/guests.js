import { h } from '../dom.js';

/**
 * @typedef {import('../week/segments.js').GoogleEvent} GoogleEvent
 * @typedef {(email: string, response: string) => Promise<unknown>} Respond
 */

const RESPONSES = [
  ['needsAction', 'No answer yet'],
  ['accepted', 'Yes'],
  ['tentative', 'Maybe'],
  ['declined', 'No'],
];

/**
 * The guests and their answers. On a writable calendar, the person can answer for them.
 * @param {GoogleEvent} event
 * @param {Respond | undefined} respond
 */
export function renderGuests(event, respond) {
  const guests = event.attendees ?? [];
  if (guests.length === 0) return null;
  return h(
    'ul',
    { class: 'guests', 'aria-label': 'Guests' },
    ...guests.map((guest) => {
      const email = guest.email ?? '';
      return h(
        'li',
        { class: `guest ${guest.responseStatus ?? ''}` },
        h('span', { class: 'who' }, guest.self ? `${email} (you)` : email),
        respond ? picker(email, guest.responseStatus, respond) : h('span', {}, answerText(guest)),
      );
    }),
  );
}

/**
 * @param {string} email
 * @param {string | null | undefined} chosen
 * @param {Respond} respond
 */
function picker(email, chosen, respond) {
  const complaint = h('small', { role: 'alert', hidden: true });
  const select = h(
    'select',
    { 'aria-label': `Answer of ${email}` },
    ...RESPONSES.map(([value, label = '']) =>
      h('option', { value, selected: value === chosen }, label),
    ),
  );
  // The form listens to changes of the event; an answer is saved at once, without the form.
  select.addEventListener('change', (change) => {
    change.stopPropagation();
    select.closest('.guest')?.setAttribute('class', `guest ${select.value}`);
    respond(email, select.value).catch((error) => {
      complaint.textContent = error instanceof Error ? error.message : String(error);
      complaint.hidden = false;
    });
  });
  return h('span', { class: 'answer' }, select, complaint);
}

/** @param {{ responseStatus?: string | null }} guest */
function answerText({ responseStatus }) {
  return RESPONSES.find(([value]) => value === responseStatus)?.[1] ?? '';
}
