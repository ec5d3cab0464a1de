import { html, type TemplateResult } from 'lit';

/** Lines on a 24 × 24 grid, drawn in the colour of the text. */
const paths = {
  back: 'm14.5 6-6 6 6 6',
  forward: 'm9.5 6 6 6-6 6',
  close: 'm7 7 10 10M17 7 7 17',
  send: 'M12 19V5m-6 6 6-6 6 6',
  calendar:
    'M4 9.5h16M8 3.5v3m8-3v3M6 5h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z',
  clock: 'M12 7.5V12l3 2m6-2a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  pin: 'M12 21s7-5.6 7-11a7 7 0 1 0-14 0c0 5.4 7 11 7 11Zm0-8.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  person: 'M5 20c.6-3.6 3.4-5.5 7-5.5s6.4 1.9 7 5.5M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  phone: 'M9 3h6a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Zm2.5 15h1',
  mail: 'm4 7 8 6 8-6M6 5h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z',
  alert: 'M12 8v5m0 3v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z',
} as const;
export type IconName = keyof typeof paths;

/** Hidden from screen readers: each icon stands beside text, or in a button with a label. */
export const icon = (name: IconName): TemplateResult =>
  html`<svg
    viewBox="0 0 24 24"
    aria-hidden="true"
    class=${name === 'back' || name === 'forward' ? 'mirror' : ''}
  >
    <path d=${paths[name]} />
  </svg>`;
