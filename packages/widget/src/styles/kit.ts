import { css } from './css.ts';

/** Styles of what only the kit draws. */
export const kitStyles = css`
  .picture {
    display: grid;
    place-items: center;
    background: var(--accent-soft);
    color: var(--on-accent-soft);
  }
  .empty {
    display: grid;
    justify-items: center;
    align-content: center;
    gap: 10px;
    min-block-size: 100%;
    padding: 28px 8px;
    text-align: center;
  }
  .empty > p {
    max-inline-size: 30ch;
    color: var(--muted);
  }
  .empty .picture {
    inline-size: 72px;
    block-size: 72px;
    border-radius: 26px;
    margin-block-end: 6px;
  }
  .picture svg {
    inline-size: 32px;
    block-size: 32px;
    stroke-width: 1.5;
  }
  .empty h3 {
    font-size: 20px;
    font-weight: 650;
    letter-spacing: -0.018em;
    line-height: 1.25;
  }
  .empty > .chip,
  .empty > .primary {
    margin-block-start: 10px;
  }
  .ask {
    display: grid;
    gap: 6px;
  }
  .ask label {
    font-weight: 600;
    font-size: 14px;
  }
  .ask .primary {
    margin-block-start: 6px;
  }
  .taken strong,
  .taken span {
    text-decoration: line-through;
  }
  .own {
    display: grid;
    gap: 14px;
    border-color: transparent;
    background: var(--surface-2);
  }
  .own .mini {
    padding: 0;
  }
  .view > .pad > .own {
    margin-block: 16px;
  }
  .own ~ .chip {
    margin-block-start: 16px;
  }
  .bubble svg {
    display: inline;
    vertical-align: -4px;
    color: var(--success);
  }
  .notice.calm {
    background: var(--accent-soft);
  }
  .notice.calm > svg {
    color: var(--on-accent-soft);
  }
  .notice h3 {
    font-weight: 650;
  }
  .notice .chips {
    margin-block-start: 6px;
  }
`;
