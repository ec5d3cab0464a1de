import { css } from './css.ts';

/** Cards, buttons, fields and notices. */
export const partStyles = css`
  .card {
    border: 1px solid var(--border);
    border-radius: 18px;
    padding: 16px;
    background: var(--surface);
  }
  .mini {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 12px;
    background: var(--surface-2);
    border-color: transparent;
    padding: 12px 14px;
  }
  .mini p {
    line-height: 1.4;
  }
  .badge {
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 14px;
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  small {
    font-size: 13px;
    color: var(--muted);
  }
  strong {
    font-weight: 650;
  }
  .link {
    min-block-size: 24px;
    padding: 2px 0;
    color: var(--accent-text);
    font-weight: 600;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 3px;
  }
  .link:hover,
  a:hover {
    text-decoration-thickness: 2px;
  }
  .mini .link,
  .mini a {
    display: grid;
    place-items: center;
    min-block-size: 44px;
    padding-inline: 4px;
    font-size: 14px;
    font-weight: 600;
  }
  .chips {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .chip,
  .primary {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 44px;
    padding: 8px 18px;
    border-radius: 22px;
    font-weight: 600;
    line-height: 1.25;
    text-decoration: none;
    transition:
      background 0.15s,
      border-color 0.15s,
      color 0.15s,
      scale 0.15s;
  }
  .chip {
    border: 1.5px solid var(--border-strong);
    color: var(--accent-text);
    background: var(--surface);
  }
  .chip:hover {
    border-color: var(--accent);
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  .primary,
  .chip.strong {
    background: var(--accent);
    border-color: var(--accent);
    color: var(--on-accent);
  }
  .primary:hover,
  .chip.strong:hover {
    background: var(--accent-strong);
    border-color: var(--accent-strong);
    color: var(--on-accent);
  }
  .chip:active,
  .primary:active {
    scale: 0.975;
  }
  .primary[aria-disabled='true'] {
    cursor: default;
    scale: 1;
  }
  .primary[aria-disabled='true']:not([aria-busy='true']) {
    background: var(--surface-2);
    color: var(--muted);
  }
  .input {
    inline-size: 100%;
    min-block-size: 48px;
    padding: 11px 14px;
    border: 1.5px solid var(--border-strong);
    border-radius: 14px;
    background: var(--surface);
    font-size: 16px;
    transition:
      border-color 0.15s,
      box-shadow 0.15s;
  }
  .input::placeholder {
    color: var(--muted);
    opacity: 1;
  }
  .input:focus {
    outline: none;
    border-color: var(--focus);
    box-shadow: 0 0 0 1px var(--focus);
  }
  .input[aria-invalid] {
    border-color: var(--danger);
  }
  .input[aria-invalid]:focus {
    box-shadow: 0 0 0 1px var(--danger);
  }
  .flaw {
    display: flex;
    gap: 6px;
    align-items: center;
    font-size: 13.5px;
    line-height: 1.35;
    color: var(--danger);
  }
  .flaw:not(:empty) {
    margin-block-start: 5px;
  }
  .flaw svg {
    inline-size: 16px;
    block-size: 16px;
  }
  .notice {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 6px 10px;
    padding: 14px 16px;
    border-radius: 18px;
    background: var(--danger-soft);
  }
  .notice > svg {
    color: var(--danger);
    margin-block-start: 1px;
  }
  .notice > :not(svg) {
    grid-column: 2;
    justify-self: start;
  }
  .notice > .chip {
    margin-block-start: 6px;
  }
  .lead {
    margin-block-start: 6px;
    color: var(--muted);
  }
  h4 {
    margin: 20px 0 8px;
    font-size: 13px;
    font-weight: 650;
    color: var(--muted);
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
    .chip,
    .primary {
      border: 1px solid ButtonText;
    }
    .input:focus {
      outline: 2px solid Highlight;
    }
  }
`;
