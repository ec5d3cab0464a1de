import { css } from './css.ts';

export const timesStyles = css`
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
    box-shadow: 0 1px 4px #0003;
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
    font-size: 15px;
    font-weight: 600;
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
  /* On a touch screen the hover style stays after a tap and looks like a choice. */
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
  @media (forced-colors: active) {
    .time[aria-pressed],
    .kinds :checked + span {
      outline: 2px solid Highlight;
    }
  }
`;
