/** The launcher's look, shared by the script and the widget, so that nothing moves when the widget takes over. */
export const launcherCss =
  '.launcher{all:initial;box-sizing:border-box;position:fixed;z-index:var(--luma-z-index,2147483000);inset-block-end:calc(var(--luma-offset-y,20px) + env(safe-area-inset-bottom,0px));inset-inline-end:var(--luma-offset-x,20px);display:flex;align-items:center;gap:10px;block-size:56px;padding-inline:20px 24px;border-radius:28px;background:var(--luma-accent,var(--accent,#1f2430));color:var(--luma-on-accent,var(--on-accent,#fff));font:600 16px/1 var(--luma-font,system-ui,sans-serif);cursor:pointer;box-shadow:0 10px 30px -6px #0006,0 2px 6px #0003;transition:translate .2s;-webkit-tap-highlight-color:transparent;touch-action:manipulation}' +
  '.launcher:hover{translate:0 -2px}' +
  '.launcher:focus-visible{outline:3px solid var(--luma-focus,var(--focus,#4c6ef5));outline-offset:3px}' +
  '.launcher svg{inline-size:24px;block-size:24px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}' +
  '@media(prefers-reduced-motion:reduce){.launcher,.launcher svg{transition:none;animation:none}}' +
  '@media(forced-colors:active){.launcher{border:2px solid ButtonText}}' +
  '@media print{.launcher{display:none}}';

/** An open door, on a 24 × 24 grid. */
export const launcherPath = 'M4 20.5h16M6.5 20.5V10a5.5 5.5 0 0 1 11 0v10.5M14 13.5v1';

/** What the script shows while the widget loads, and when it could not be loaded. */
export const waitingCss =
  '[aria-busy] svg{animation:luma .5s infinite alternate}' +
  '@keyframes luma{to{opacity:.2}}' +
  'p.launcher{margin-block-end:68px}' +
  'a{color:inherit}' +
  ':host([mode=inline]) .launcher{position:static;margin:5px}';
