import { html } from 'hono/html';
import type { AuthorizationRequest } from './authorization-request.ts';
import { describeScope, isIdentityScope } from './scopes.ts';
import { consentStyle } from './consent-style.ts';

interface ConsentView {
  request: AuthorizationRequest;
  /** The query of the authorization address, as a hidden field of the form. */
  query: string;
  accounts: string[];
  complaint: string | undefined;
}

/** The consent page: a plain form, which works without scripts, and which a test can submit. */
export function consentPage({ request, query, accounts, complaint }: ConsentView) {
  const hint = request.loginHint?.toLowerCase();
  const chosen = hint !== undefined && accounts.includes(hint) ? hint : accounts[0];
  const hintIsNew = hint !== undefined && hint.includes('@') && !accounts.includes(hint);
  const scopes = request.scopes.filter((scope) => !isIdentityScope(scope));
  return page(
    'Sign in',
    html`<form method="post" action="/o/oauth2/v2/auth">
      <input type="hidden" name="request" value="${query}" />
      <h1>Choose an account</h1>
      <p class="lead">to continue to <strong>${new URL(request.redirectUri).host}</strong></p>
      ${complaint === undefined ? '' : html`<p class="complaint" role="alert">${complaint}</p>`}
      <fieldset class="accounts">
        <legend class="visually-hidden">Account</legend>
        ${accounts.map((email) => accountChoice(email, email === chosen && !hintIsNew))}
        <label class="choice">
          <input type="radio" name="account" value="other" ${hintIsNew ? 'checked' : ''} />
          <span class="avatar" aria-hidden="true">+</span>
          <span class="grow">
            <span class="name">Use another account</span>
            <input
              class="other"
              type="text"
              inputmode="email"
              name="other"
              value="${hintIsNew ? hint : ''}"
              placeholder="name@example.com"
              aria-label="Address of the other account"
              autocomplete="off"
            />
          </span>
        </label>
      </fieldset>
      ${scopes.length === 0 ? '' : scopeChoices(scopes)}
      <div class="actions">
        <button name="decision" value="deny" class="plain">Deny</button>
        <button name="decision" value="allow" class="primary">Allow</button>
      </div>
    </form>`,
  );
}

/** Google shows an error here if it cannot trust the redirect address. */
export function refusalPage(refusal: { status: number; error: string; description: string }) {
  return page(
    'Access blocked',
    html`<h1>Access blocked: authorization error</h1>
      <p class="lead">${refusal.description}</p>
      <p class="code">Error ${refusal.status}: ${refusal.error}</p>`,
  );
}

function accountChoice(email: string, checked: boolean) {
  return html`<label class="choice">
    <input type="radio" name="account" value="${email}" ${checked ? 'checked' : ''} />
    <span class="avatar" aria-hidden="true">${email.slice(0, 1).toUpperCase()}</span>
    <span class="grow"><span class="name">${email}</span></span>
  </label>`;
}

function scopeChoices(scopes: string[]) {
  return html`<fieldset class="scopes">
    <legend>Select what it can access</legend>
    ${scopes.map(
      (scope) =>
        html`<label class="scope">
          <span class="grow">${describeScope(scope)}</span>
          <input type="checkbox" name="scope" value="${scope}" checked />
        </label>`,
    )}
  </fieldset>`;
}

function page(title: string, content: ReturnType<typeof html>) {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · LumaLeasing sandbox</title>
        ${consentStyle}
      </head>
      <body>
        <main>
          <p class="badge">Sandbox <span>This is not Google.</span></p>
          ${content}
        </main>
      </body>
    </html>`;
}
