import { css } from './css.ts';

export const formStyles = css`
  .card + .notice {
    margin-block-start: 12px;
  }
  .fields {
    display: grid;
    gap: 14px;
    margin-block-start: 18px;
  }
  .input:read-only {
    background: var(--surface-2);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(140px, 100%), 1fr));
    gap: 12px;
    align-items: start;
  }
  .field {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: baseline;
  }
  .field label {
    margin-block-end: 6px;
    font-size: 14px;
    font-weight: 600;
  }
  .field .input,
  .field .flaw {
    grid-column: 1 / -1;
  }
  textarea.input {
    display: block;
    resize: none;
    field-sizing: content;
    max-block-size: 160px;
    min-block-size: 72px;
  }
  .tick {
    display: grid;
    grid-template-columns: auto 1fr;
    column-gap: 4px;
    font-size: 14px;
    line-height: 1.4;
  }
  .tick input {
    appearance: none;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin: -11px 0 -11px -11px;
    border-radius: 12px;
    cursor: pointer;
  }
  .tick input::before {
    content: '';
    grid-area: 1 / 1;
    inline-size: 22px;
    block-size: 22px;
    border: 1.5px solid var(--border-strong);
    border-radius: 7px;
    background: var(--surface);
    transition: background 0.15s;
  }
  .tick input:checked::before {
    border-color: var(--accent);
    background: var(--accent);
  }
  .tick input:checked::after {
    content: '';
    grid-area: 1 / 1;
    inline-size: 6px;
    block-size: 11px;
    margin-block-end: 3px;
    border: solid var(--on-accent);
    border-width: 0 2px 2px 0;
    rotate: 40deg;
    z-index: 1;
  }
  .tick [aria-invalid]::before {
    border-color: var(--danger);
  }
  .tick .flaw {
    grid-column: 2;
  }
  .foot {
    flex: none;
    padding: 12px 20px 16px;
    border-block-start: 1px solid var(--border);
    background: var(--surface);
  }
  .note:not(:empty) {
    margin-block-end: 8px;
    font-size: 14px;
    line-height: 1.4;
    text-align: center;
    text-wrap: balance;
  }
  .note.wrong {
    color: var(--danger);
  }
  .foot .primary {
    inline-size: 100%;
    min-block-size: 52px;
    border-radius: 26px;
    font-size: 16px;
  }
  .spin {
    inline-size: 18px;
    block-size: 18px;
    border: 2px solid currentColor;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: spin 0.8s linear infinite;
  }
  @keyframes spin {
    to {
      rotate: 1turn;
    }
  }
  @media (forced-colors: active) {
    .tick input:checked::after {
      border-color: CanvasText;
    }
  }
`;
