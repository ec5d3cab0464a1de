import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { AppError } from '../lib/errors.ts';

/** A template. It escapes its values. */
export { html };
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page of ours for people who follow a link. It works without scripts; all values are escaped. */
export const htmlPage = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="/assets/pages.css" />
      </head>
      <body>
        <main class="card">${body}</main>
        <p class="foot">Tours by LumaLeasing</p>
      </body>
    </html>`;

/** A page that tells a person of a refusal. */
export const refusalPage = (eyebrow: string, title: string, error: AppError): Html =>
  htmlPage(
    title,
    html`
      <p class="eyebrow">${eyebrow}</p>
      <h1>${title}</h1>
      <p class="notice problem" role="alert">${error.message}</p>
      <p class="muted">Code: ${error.code}</p>
    `,
  );
