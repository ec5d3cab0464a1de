import { html } from 'hono/html';

/** Inline, so that the page needs no second request. */
export const consentStyle = html`<style>
  :root {
    color-scheme: light dark;
    --ink: light-dark(#1c1b22, #eceaf2);
    --soft: light-dark(#625f6e, #a7a3b5);
    --line: light-dark(#e4e1ea, #38353f);
    --paper: light-dark(#fff, #1d1b22);
    --ground: light-dark(#f4f2f8, #131217);
    --accent: light-dark(#5b3fd6, #b4a2ff);
    --on-accent: light-dark(#fff, #1b1238);
    --bad: light-dark(#b3261e, #ffb4ab);
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    min-height: 100dvh;
    display: grid;
    place-items: center;
    padding: 24px 16px;
    background: var(--ground);
    color: var(--ink);
    font:
      16px/1.5 system-ui,
      sans-serif;
  }
  main {
    width: min(460px, 100%);
    padding: 32px;
    border: 1px solid var(--line);
    border-radius: 24px;
    background: var(--paper);
    box-shadow: 0 24px 60px -32px rgb(30 20 70 / 0.35);
  }
  .badge {
    margin: 0 0 24px;
    font-size: 13px;
    font-weight: 650;
    color: var(--accent);
  }
  .badge span {
    font-weight: 400;
    color: var(--soft);
    margin-inline-start: 6px;
  }
  h1 {
    margin: 0;
    font-size: 26px;
    line-height: 1.2;
    font-weight: 640;
    letter-spacing: -0.02em;
    text-wrap: balance;
  }
  .lead {
    margin: 6px 0 20px;
    color: var(--soft);
    overflow-wrap: anywhere;
  }
  .lead strong {
    color: var(--ink);
    font-weight: 600;
  }
  .code,
  .complaint {
    margin: 0 0 16px;
    color: var(--bad);
    font-weight: 550;
  }
  fieldset {
    margin: 0 0 20px;
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 16px;
    overflow: hidden;
  }
  legend {
    float: inline-start;
    width: 100%;
    padding: 14px 16px 6px;
    font-weight: 600;
    font-size: 15px;
  }
  legend + * {
    clear: both;
  }
  label {
    display: flex;
    align-items: center;
    gap: 12px;
    padding: 12px 16px;
    min-height: 60px;
    cursor: pointer;
    border-top: 1px solid var(--line);
  }
  .accounts label:first-of-type,
  .scopes label:first-of-type {
    border-top: 0;
  }
  label:has(input[type='radio']:checked) {
    background: color-mix(in oklab, var(--accent) 8%, transparent);
  }
  .grow {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .name {
    display: block;
    font-weight: 520;
  }
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    width: 34px;
    height: 34px;
    border-radius: 50%;
    font-weight: 600;
    color: var(--accent);
    background: color-mix(in oklab, var(--accent) 16%, transparent);
  }
  input[type='radio'],
  input[type='checkbox'] {
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  .choice input[type='radio'] {
    order: 3;
  }
  .scope {
    align-items: start;
    font-size: 15px;
    color: var(--soft);
  }
  .other {
    display: none;
    width: 100%;
    margin-top: 8px;
    padding: 10px 12px;
    font: inherit;
    color: inherit;
    background: var(--ground);
    border: 1px solid var(--line);
    border-radius: 10px;
  }
  label:has(input[value='other']:checked) .other {
    display: block;
  }
  .actions {
    display: flex;
    justify-content: flex-end;
    gap: 10px;
  }
  button {
    min-height: 46px;
    padding: 0 24px;
    border: 1px solid transparent;
    border-radius: 999px;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .plain {
    background: none;
    color: var(--accent);
    border-color: var(--line);
  }
  .primary {
    background: var(--accent);
    color: var(--on-accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (max-width: 480px) {
    main {
      padding: 24px 20px;
    }
  }
</style>`;
