import { css } from './css.ts';

export const monthStyles = css`
  .hint {
    margin-block-start: 12px;
    font-size: 13.5px;
    color: var(--muted);
  }
  .legend {
    padding-block-start: 12px;
    border-block-start: 1px solid var(--border);
  }
  .turn {
    display: flex;
    align-items: center;
    margin-block-end: 8px;
    padding-inline-start: 8px;
  }
  .turn h3 {
    flex: 1;
    font-size: 17px;
  }
  .turn [aria-disabled] {
    color: var(--border-strong);
    cursor: default;
  }
  .turn .round:not([aria-disabled]):hover {
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  table {
    inline-size: 100%;
    table-layout: fixed;
    border-collapse: collapse;
  }
  th {
    padding: 4px 0 8px;
    font-size: 12px;
    font-weight: 600;
    color: var(--muted);
  }
  td {
    padding: 2px;
    text-align: center;
    block-size: 52px;
  }
  td button {
    position: relative;
    display: inline-grid;
    place-items: center;
    inline-size: 100%;
    max-inline-size: 48px;
    block-size: 48px;
    border-radius: 16px;
    font-size: 15px;
    font-variant-numeric: tabular-nums;
    transition:
      background 0.15s,
      color 0.15s,
      scale 0.15s;
  }
  .none {
    color: var(--muted);
    cursor: default;
  }
  .free {
    background: var(--accent-soft);
    color: var(--on-accent-soft);
    font-weight: 650;
  }
  .free::after {
    content: '';
    position: absolute;
    inset-block-end: 7px;
    inset-inline-start: calc(50% - 2px);
    inline-size: 4px;
    block-size: 4px;
    border-radius: 50%;
    background: currentColor;
  }
  [aria-selected='true'] .free {
    background: var(--accent);
    color: var(--on-accent);
  }
  .free:active {
    scale: 0.94;
  }
  [aria-current] {
    box-shadow: inset 0 0 0 1.5px var(--border-strong);
  }
  [aria-busy='true'] td button {
    color: transparent;
    background: var(--surface-2);
  }
  [aria-busy='true'] td button,
  .waits {
    animation: breathe 1.4s ease-in-out infinite alternate;
  }
  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
  @media (forced-colors: active) {
    .free {
      border: 1px solid ButtonText;
    }
    .none {
      color: GrayText;
    }
    [aria-current] {
      outline: 1px dashed CanvasText;
    }
    .free::after {
      background: ButtonText;
    }
  }
`;
