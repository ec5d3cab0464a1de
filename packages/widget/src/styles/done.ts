import { css } from './css.ts';

export const doneStyles = css`
  .done > .big,
  .done > .lead {
    text-align: center;
  }
  .done > .lead,
  .facts {
    text-wrap: balance;
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
`;
