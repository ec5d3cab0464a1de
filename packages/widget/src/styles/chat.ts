import { css } from './css.ts';

export const chatStyles = css`
  .talk {
    padding: 20px 16px 12px;
  }
  .log {
    display: grid;
    gap: 10px;
  }
  .line {
    display: grid;
    gap: 8px;
    max-inline-size: 88%;
    justify-items: start;
    animation: say 0.3s cubic-bezier(0.2, 0.9, 0.25, 1.06);
  }
  @keyframes say {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  .visitor {
    margin-inline-start: auto;
    justify-items: end;
  }
  .bubble {
    inline-size: fit-content;
    padding: 11px 16px;
    border-radius: 20px;
    border-end-start-radius: 6px;
    background: var(--surface-2);
    white-space: pre-line;
  }
  .visitor .bubble {
    border-radius: 20px;
    border-end-end-radius: 6px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .dots {
    display: inline-flex;
    gap: 5px;
    margin-block-start: 10px;
    padding: 17px 18px;
  }
  .dots i {
    inline-size: 7px;
    block-size: 7px;
    border-radius: 50%;
    background: var(--muted);
    animation: hop 1s infinite;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.14s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.28s;
  }
  @keyframes hop {
    0%,
    60%,
    100% {
      opacity: 0.4;
    }
    30% {
      opacity: 1;
      transform: translateY(-4px);
    }
  }
  .talk > .chips,
  .talk > .notice {
    margin-block-start: 14px;
  }
  .talk > .chips {
    animation: say 0.35s 0.08s backwards;
  }
  .line .card {
    inline-size: 100%;
  }
  .line .mini {
    grid-template-columns: auto 1fr;
  }
  .line .mini a {
    grid-column: 1 / -1;
    border-block-start: 1px solid var(--border);
    margin-block-end: -8px;
  }
  .log:not(:empty) + .line {
    margin-block-start: 12px;
  }
  .composer {
    flex: none;
    position: relative;
    margin: 4px 14px 14px;
  }
  .composer .input {
    padding-inline-end: 56px;
    min-block-size: 54px;
    border-radius: 27px;
    padding-inline-start: 20px;
  }
  .composer .round {
    position: absolute;
    inset-block-start: 5px;
    inset-inline-end: 5px;
    background: var(--accent);
    color: var(--on-accent);
  }
  .composer .round:hover {
    background: var(--accent-strong);
  }
`;
