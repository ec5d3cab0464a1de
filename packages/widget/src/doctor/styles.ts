import { css } from '../styles/css.ts';

/** The look of the widget, in LumaLeasing's own colour. */
export const doctorStyles = css`
  /* Important, because styles of the page for all elements may be important, too. */
  :host {
    all: initial !important;
    position: fixed !important;
    z-index: 2147483647 !important;
    inset-block: 20px auto !important;
    inset-inline: 20px auto !important;
    inline-size: min(440px, calc(100vw - 40px)) !important;
    display: block !important;
    overflow: visible !important;
    margin: 0 !important;
    border: 0 !important;
    padding: 0 !important;
    background: none !important;
    color-scheme: light dark;
    --surface: #fff;
    --surface-2: #f0f6f4;
    --text: #151c1a;
    --muted: #525e5a;
    --border: #d3ddda;
    --accent: #1f6f5c;
    --accent-strong: #045a49;
    --on-accent: #fff;
    --accent-soft: #d1f2e7;
    --on-accent-soft: #024235;
    --accent-text: #136754;
    --hero: #1f6f5c;
    --hero-2: #025444;
    --danger: #ac3030;
    --danger-soft: #ffebe9;
    --warn: #885702;
    --warn-soft: #fbeede;
    --focus: #23725f;
  }
  @media (prefers-color-scheme: dark) {
    :host {
      --surface: #0e1613;
      --surface-2: #17201d;
      --text: #e8f3ef;
      --muted: #a1aeaa;
      --border: #323a37;
      --accent: #84cfb9;
      --accent-strong: #97e3cc;
      --on-accent: #01140e;
      --accent-soft: #114a3d;
      --on-accent-soft: #c7f3e5;
      --accent-text: #8ad6bf;
      --hero: #033a2e;
      --hero-2: #002920;
      --danger: #fda199;
      --danger-soft: #3b1c1a;
      --warn: #fdaa2c;
      --warn-soft: #352207;
      --focus: #84cfb9;
    }
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: inherit;
    text-wrap: balance;
  }
  p {
    text-wrap: pretty;
  }
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
  }
  svg {
    display: block;
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .card {
    display: flex;
    flex-direction: column;
    max-block-size: calc(100vh - 40px);
    max-block-size: calc(100dvh - 40px);
    overflow: hidden;
    overflow-wrap: anywhere;
    border-radius: 24px;
    background: var(--surface);
    color: var(--text);
    font:
      400 15px/1.5 -apple-system,
      BlinkMacSystemFont,
      'Segoe UI',
      Roboto,
      'Helvetica Neue',
      Arial,
      sans-serif;
    -webkit-font-smoothing: antialiased;
    -webkit-text-size-adjust: 100%;
    box-shadow:
      0 0 0 1px color-mix(in srgb, var(--border) 80%, transparent),
      0 32px 80px -20px rgb(0 0 0 / 0.38),
      0 12px 28px -12px rgb(0 0 0 / 0.22);
    animation: rise 0.26s cubic-bezier(0.2, 0.8, 0.2, 1);
  }
  .card:focus {
    outline: none;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(16px) scale(0.96);
    }
  }
  .hero {
    position: relative;
    flex: none;
    display: grid;
    grid-template-columns: 1fr auto;
    padding: 20px 12px 20px 20px;
    overflow: hidden;
    isolation: isolate;
    background: radial-gradient(130% 180% at 0% 0%, var(--hero), var(--hero-2));
    color: #fff;
  }
  /* Two arches, like a doorway, as in the widget's greeting. */
  .hero::before,
  .hero::after {
    content: '';
    position: absolute;
    z-index: -1;
    inset-block-end: -1px;
    inset-inline-end: 84px;
    inline-size: 54px;
    block-size: 58px;
    border: 1.5px solid #fff;
    border-block-end: 0;
    border-radius: 99px 99px 0 0;
    opacity: 0.16;
  }
  .hero::after {
    inset-inline-end: 68px;
    inline-size: 86px;
    block-size: 82px;
  }
  /* Words do not reach the door. */
  .hero > div {
    padding-inline-end: 104px;
  }
  /* Light in the door: everything is well. */
  .well.hero::before {
    border: 0;
    background: linear-gradient(#ffdf9b, #fff6dd);
    opacity: 0.92;
  }
  .eyebrow {
    font-size: 13px;
    font-weight: 600;
  }
  h2 {
    margin-block: 4px 2px;
    font-size: 22px;
    line-height: 1.2;
    font-weight: 680;
    letter-spacing: -0.022em;
  }
  .sub {
    font-size: 13px;
  }
  .hero :focus-visible {
    outline-color: #fff;
  }
  .round {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin-block-start: -8px;
    border-radius: 50%;
    transition: background 0.15s;
  }
  .round:hover {
    background: rgb(255 255 255 / 0.14);
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 16px 20px 20px;
    scrollbar-width: thin;
    scrollbar-color: var(--border) transparent;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  h3 {
    margin-block: 20px 8px;
    font-size: 13px;
    font-weight: 650;
    color: var(--muted);
  }
  h3:first-child {
    margin-block-start: 0;
  }
  .findings {
    display: grid;
    gap: 8px;
  }
  .finding {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 4px 10px;
    padding: 14px 16px;
    border-radius: 16px;
    background: var(--danger-soft);
  }
  .finding.note {
    background: var(--warn-soft);
  }
  .finding > svg {
    margin-block-start: 1px;
    color: var(--danger);
  }
  .finding.note > svg {
    color: var(--warn);
  }
  .finding > :not(svg) {
    grid-column: 2;
  }
  .what {
    font-weight: 650;
    line-height: 1.4;
  }
  .line {
    display: flex;
    align-items: start;
    gap: 8px;
    margin-block-start: 6px;
    padding: 2px 2px 2px 12px;
    border-radius: 12px;
    background: var(--surface);
    box-shadow: inset 0 0 0 1px var(--border);
  }
  code {
    font:
      13px/1.5 ui-monospace,
      SFMono-Regular,
      Menlo,
      Consolas,
      monospace;
  }
  .line code {
    flex: 1;
    min-inline-size: 0;
    padding-block: 10px;
    white-space: pre-wrap;
    user-select: all;
  }
  .copy {
    flex: none;
    min-inline-size: 64px;
    min-block-size: 40px;
    padding-inline: 12px;
    border-radius: 10px;
    color: var(--accent-text);
    font-size: 13px;
    font-weight: 650;
  }
  .copy:hover {
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  .code {
    margin-block-start: 2px;
    font-size: 13px;
    color: var(--muted);
  }
  .wells {
    display: grid;
    gap: 6px;
  }
  li.well {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px;
    align-items: start;
    line-height: 1.4;
  }
  li.well > svg {
    color: var(--accent-text);
  }
  footer {
    flex: none;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 12px 20px calc(16px + env(safe-area-inset-bottom, 0px));
    border-block-start: 1px solid var(--border);
  }
  footer button {
    flex: 1;
    min-block-size: 44px;
    padding: 8px 18px;
    border-radius: 22px;
    font-weight: 600;
    white-space: nowrap;
    transition:
      background 0.15s,
      scale 0.12s;
  }
  footer button:active {
    scale: 0.975;
  }
  .again {
    background: var(--accent);
    color: var(--on-accent);
  }
  .again:hover {
    background: var(--accent-strong);
  }
  .again[aria-disabled='true'] {
    background: var(--surface-2);
    color: var(--muted);
    cursor: progress;
  }
  .report {
    box-shadow: inset 0 0 0 1.5px var(--border);
    color: var(--accent-text);
  }
  .report:hover {
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  .bone {
    block-size: 64px;
    border-radius: 16px;
    background: var(--surface-2);
    animation: breathe 1.2s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    from {
      opacity: 0.5;
    }
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  /* A sheet from below. The page's top, and mostly the launcher's page, stays in sight. */
  @media (max-width: 560px), (max-height: 480px) {
    :host {
      inset: auto 0 0 !important;
      inline-size: 100% !important;
    }
    .card {
      max-block-size: 84vh;
      max-block-size: 84dvh;
      border-radius: 24px 24px 0 0;
    }
  }
  @media (forced-colors: active) {
    .card,
    .finding,
    .line,
    footer button {
      border: 1px solid ButtonText;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
    }
  }
  @media print {
    :host {
      display: none !important;
    }
  }
`;
