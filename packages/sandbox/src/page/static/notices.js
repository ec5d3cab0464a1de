import { byId, h } from './dom.js';

const SHOWN_MS = 5000;

/**
 * Shows a short notice.
 * @param {string} text
 * @param {'good' | 'bad'} [kind]
 */
export function toast(text, kind = 'good') {
  const note = h('div', { class: `toast ${kind}` }, text);
  byId('toasts', HTMLDivElement).append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}

/**
 * Asks for confirmation of an action that cannot be undone.
 * @param {{ title: string, text: string, yes: string }} question
 * @returns {Promise<boolean>}
 */
export function confirmFirst({ title, text, yes }) {
  const dialog = byId('confirm', HTMLDialogElement);
  dialog.returnValue = '';
  dialog.replaceChildren(
    h(
      'form',
      { method: 'dialog' },
      h('h2', { id: 'confirm-heading' }, title),
      h('p', {}, text),
      h(
        'div',
        { class: 'actions' },
        h('span', { class: 'grow' }),
        h('button', { class: 'button', value: '' }, 'Cancel'),
        h('button', { class: 'button danger', value: 'yes' }, yes),
      ),
    ),
  );
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
