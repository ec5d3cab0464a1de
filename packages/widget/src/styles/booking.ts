import { css } from './css.ts';

export const bookingStyles = css`
  .lead {
    margin-block-start: 6px;
    color: var(--muted);
  }
  .hint {
    margin-block-start: 12px;
    font-size: 13.5px;
    color: var(--muted);
  }
  .legend {
    padding-block-start: 12px;
    border-block-start: 1px solid var(--border);
  }
  h4 {
    margin: 20px 0 8px;
    font-size: 13px;
    font-weight: 650;
    color: var(--muted);
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
    font-weight: 550;
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
  .kinds {
    display: flex;
    padding: 4px;
    margin-block-end: 14px;
    border-radius: 16px;
    background: var(--surface-2);
  }
  .kinds label {
    position: relative;
    flex: 1;
    cursor: pointer;
  }
  .kinds span {
    display: grid;
    place-items: center;
    min-block-size: 44px;
    padding: 4px 6px;
    border-radius: 12px;
    font-size: 14px;
    font-weight: 600;
    text-align: center;
    line-height: 1.2;
    color: var(--muted);
  }
  .kinds :checked + span {
    background: var(--surface);
    color: var(--text);
    box-shadow: 0 1px 4px rgb(0 0 0 / 0.14);
  }
  .kinds :focus-visible + span {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }

  .zone {
    display: flex;
    align-items: center;
    gap: 6px;
    margin-block-start: 6px;
  }
  .zone svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .big ~ .notice,
  .big ~ .times {
    margin-block-start: 16px;
  }
  .times {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: 8px;
  }
  .time {
    display: grid;
    place-content: center;
    min-block-size: 52px;
    padding: 6px;
    border: 1.5px solid var(--border);
    border-radius: 16px;
    background: var(--surface);
    font-size: 15.5px;
    font-weight: 620;
    font-variant-numeric: tabular-nums;
    line-height: 1.25;
    transition:
      background 0.15s,
      border-color 0.15s,
      color 0.15s,
      scale 0.15s;
  }
  .time small {
    font-size: 12.5px;
    font-weight: 400;
  }
  /* On a touch screen a hover stays and looks like a choice. */
  @media (hover: hover) {
    .time:hover {
      border-color: var(--accent);
      background: var(--accent-soft);
      color: var(--on-accent-soft);
    }
    .time:hover small {
      color: inherit;
    }
    .free:hover {
      background: var(--accent);
      color: var(--on-accent);
    }
  }
  .time[aria-pressed] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .time[aria-pressed] small {
    color: inherit;
  }
  .times .waits {
    border-color: transparent;
    background: var(--surface-2);
  }
  .time:active {
    scale: 0.97;
  }

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

  .done > .big,
  .done > .lead {
    text-align: center;
  }
  .cheer {
    position: relative;
    inline-size: 72px;
    block-size: 72px;
    margin: 6px auto 16px;
  }
  .cheer span {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    border-radius: 50%;
    background: var(--accent);
    color: var(--on-accent);
    animation: pop 0.5s cubic-bezier(0.2, 0.9, 0.3, 1.4);
  }
  .cheer svg {
    inline-size: 36px;
    block-size: 36px;
    stroke-width: 2;
    stroke-dasharray: 30;
    animation: draw 0.45s 0.25s ease-out backwards;
  }
  .cheer i {
    position: absolute;
    inset: calc(50% - 4px);
    border-radius: 50%;
    background: var(--accent);
    opacity: 0;
    animation: burst 0.9s 0.15s cubic-bezier(0.1, 0.7, 0.3, 1);
    rotate: calc(var(--n) * 60deg + 20deg);
  }
  .cheer i:nth-child(1) {
    --n: 1;
  }
  .cheer i:nth-child(2) {
    --n: 2;
  }
  .cheer i:nth-child(3) {
    --n: 3;
  }
  .cheer i:nth-child(4) {
    --n: 4;
  }
  .cheer i:nth-child(5) {
    --n: 5;
  }
  @keyframes pop {
    from {
      scale: 0;
    }
  }
  @keyframes draw {
    from {
      stroke-dashoffset: 30;
    }
  }
  @keyframes burst {
    from {
      opacity: 1;
      transform: translateY(-20px);
    }
    to {
      transform: translateY(-62px) scale(0.2);
    }
  }
  .facts {
    display: grid;
    gap: 14px;
    margin-block-start: 20px;
    background: var(--surface-2);
    border-color: transparent;
  }
  .facts > div {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 12px;
  }
  .facts dt {
    color: var(--accent-text);
  }
  .done ul {
    display: grid;
    gap: 4px;
  }
  .done li {
    display: flex;
    gap: 10px;
  }
  .done li::before {
    content: '';
    flex: none;
    inline-size: 5px;
    block-size: 5px;
    margin-block-start: 9px;
    border-radius: 50%;
    background: var(--accent);
  }
  .third {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(96px, 1fr));
    gap: 8px;
  }
  .third .chip {
    padding-inline: 8px;
    font-size: 14px;
  }
  .after {
    display: grid;
    gap: 8px;
    margin-block-start: 24px;
  }
  .reach {
    inline-size: 100%;
    margin-block-start: 18px;
    text-align: start;
  }
  .reach p {
    font-size: 14px;
    font-weight: 600;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
  }
  @media (forced-colors: active) {
    .time[aria-pressed],
    .kinds :checked + span {
      outline: 2px solid Highlight;
    }
    .tick input:checked::after {
      border-color: CanvasText;
    }
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
