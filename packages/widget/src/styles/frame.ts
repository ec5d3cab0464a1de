import { css } from './css.ts';

/** The panel, its header and its pages. Colours are tokens of the palette, set on `.root`. */
export const frameStyles = css`
  :host {
    display: contents;
  }
  :host([mode='inline']) {
    display: block;
    block-size: var(--luma-height, 640px);
    max-block-size: 100%;
    min-block-size: 420px;
  }
  :host([hidden]) {
    display: none;
  }
  /* Stops styles that would be inherited from the page. */
  .root {
    all: initial;
    display: contents;
    color: var(--text);
    font: 400 15px/1.5 var(--luma-font, system-ui, sans-serif);
    text-wrap: pretty;
    -webkit-text-size-adjust: 100%;
    -webkit-font-smoothing: antialiased;
    --r: var(--luma-radius, 24px);
  }
  /* Elements that get the focus only for screen readers need no ring. */
  [tabindex='-1']:focus {
    outline: none;
  }
  .panel {
    position: fixed;
    z-index: var(--luma-z-index, 2147483000);
    inset-block-end: calc(var(--luma-offset-y, 20px) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: var(--luma-offset-x, 20px);
    inline-size: min(var(--luma-width, 400px), 100vw - 40px);
    block-size: min(var(--luma-height, 700px), 100dvh - 40px);
    display: flex;
    flex-direction: column;
    overflow: hidden;
    overflow-wrap: anywhere;
    border-radius: var(--r);
    background: var(--surface);
    box-shadow:
      0 0 0 1px var(--border),
      0 32px 80px -20px #0006,
      0 12px 28px -12px #0003;
    transform-origin: 90% 100%;
    animation: rise 0.32s cubic-bezier(0.2, 0.9, 0.25, 1.06);
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(18px) scale(0.96);
    }
  }
  .inline .panel {
    position: relative;
    inset: auto;
    z-index: auto;
    inline-size: 100%;
    block-size: 100%;
    box-shadow: 0 0 0 1px var(--border);
    animation: none;
  }
  @media (max-width: 560px), (max-height: 480px) {
    .floating .panel {
      inset: 0 0 auto;
      inline-size: 100%;
      block-size: var(--visible-height, 100dvh);
      padding-block-end: env(safe-area-inset-bottom, 0px);
      border-radius: 0;
      box-shadow: none;
      transform-origin: 50% 100%;
    }
  }

  /* Header */
  .head {
    position: relative;
    flex: none;
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: start;
  }
  .hero {
    gap: 32px;
    padding: calc(24px + env(safe-area-inset-top, 0px)) 14px 24px 22px;
    isolation: isolate;
    background: radial-gradient(130% 180% at 0% 0%, var(--accent), var(--accent-strong));
    color: var(--on-accent);
    overflow: hidden;
  }
  /* Two arches, like a doorway. */
  .hero::before,
  .hero::after {
    content: '';
    position: absolute;
    inset-block-end: -1px;
    inset-inline-end: 30px;
    inline-size: 62px;
    block-size: 66px;
    border: 1.5px solid currentColor;
    border-block-end: 0;
    border-radius: 99px 99px 0 0;
    opacity: 0.2;
    pointer-events: none;
  }
  .hero::after {
    inset-inline-end: 12px;
    inline-size: 98px;
    block-size: 92px;
  }
  .hero h2,
  .big {
    font-size: 22px;
    line-height: 1.2;
    font-weight: 650;
    letter-spacing: -0.022em;
  }
  .hero p {
    margin-block-start: 6px;
    font-size: 13.5px;
  }
  .way {
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 4px;
    padding: calc(10px + env(safe-area-inset-top, 0px)) 10px 16px;
  }
  .way h2,
  .turn h3 {
    font-size: 16px;
    font-weight: 650;
    letter-spacing: -0.01em;
  }
  .bars {
    position: absolute;
    inset-inline: 22px;
    inset-block-end: 8px;
    display: flex;
    gap: 6px;
  }
  .bars i {
    flex: 1;
    block-size: 3px;
    border-radius: 2px;
    background: var(--border);
    transition: background 0.15s;
  }
  .bars i.past {
    background: var(--accent);
  }
  .round {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    transition: background 0.15s;
  }
  .head .round:hover {
    background: color-mix(in srgb, currentColor 12%, transparent);
  }
  .hero :focus-visible {
    outline-color: currentColor;
  }
  .practice {
    grid-column: 1 / -1;
    justify-self: start;
    margin-block-start: 12px;
    padding: 3px 10px;
    border-radius: 99px;
    background: var(--on-accent);
    color: var(--accent);
    font-size: 12px;
    font-weight: 650;
  }
  .way .practice {
    margin: 0 0 6px 12px;
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  .strip {
    flex: none;
    padding: 9px 20px;
    background: var(--surface-2);
    border-block-end: 1px solid var(--border);
    font-size: 13.5px;
    text-align: center;
  }

  /* Views */
  .view {
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    animation: on 0.28s cubic-bezier(0.2, 0.8, 0.2, 1);
    --from: 22px;
  }
  .went-back .view {
    --from: -22px;
  }
  [dir='rtl'] .view {
    --from: -22px;
  }
  [dir='rtl'] .went-back .view {
    --from: 22px;
  }
  @keyframes on {
    from {
      opacity: 0;
      transform: translateX(var(--from));
    }
  }
  .scroll {
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--border-strong) transparent;
  }
  .pad {
    padding: 12px 20px 22px;
  }

  /* Pieces */
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (forced-colors: active) {
    .panel,
    .round {
      border: 1px solid ButtonText;
    }
    .bars i.past {
      background: Highlight;
    }
  }
  @media print {
    .floating .panel {
      display: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before,
    ::after {
      animation-duration: 0.01ms !important;
      animation-iteration-count: 1 !important;
      transition: none !important;
    }
  }
`;
