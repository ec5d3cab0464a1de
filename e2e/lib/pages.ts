import { readFileSync } from 'node:fs';
import { root } from '../../scripts/process.ts';
import type { Site } from './site.ts';

/** What the test pages record for the tests. */
declare global {
  interface Window {
    heard: { name: string; detail: unknown }[];
    dataLayer?: unknown[];
  }
}

export interface Embed {
  server: string;
  key?: string;
  /** More attributes of the script tag, as in `data-theme="dark"`. */
  attributes?: string;
  head?: string;
  body?: string;
}

const names = ['open', 'close', 'message', 'lead', 'tour-booked', 'tour-changed', 'error'];

/** A property's page with the documented script tag. It records the widget's events. */
export const embedPage = ({
  server,
  key = 'pk_demo',
  attributes = '',
  head = '',
  body = '',
}: Embed): string =>
  plainPage(
    `<script async src="${server}/lumaleasing.js" data-key="${key}" ${attributes}></script>${head}`,
    body,
  );

export const plainPage = (head: string, body = ''): string => `<!doctype html>
<html lang="en-US">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>A property’s page</title>
    <script>
      window.dataLayer = [];
      window.heard = [];
      for (const name of ${JSON.stringify(names)})
        document.addEventListener('luma-' + name, (event) =>
          window.heard.push({ name: event.type, detail: event.detail }));
    </script>
    ${head}
  </head>
  <body>
    <main>
      <h1>Maple Court</h1>
      <p>Homes around a courtyard.</p>
      <a href="#more">Read more</a>
      ${body}
    </main>
  </body>
</html>`;

/** Puts the usual page on the site. @returns its address. */
export const putEmbed = (site: Site, embed: Embed, path = '/'): string =>
  site.put(path, embedPage(embed));

/** A page of `examples/html`, with the address of the test's server in it. */
export const example = (name: string, server: string): string =>
  readFileSync(`${root}examples/html/${name}`, 'utf8').replaceAll('http://localhost:3000', server);

/** All HTML that a page of our documentation tells a reader to use, with the test's server and the demo's key in it. */
export const documentedEmbeds = (page: string, server: string): string[] =>
  [...readFileSync(root + page, 'utf8').matchAll(/^```html\n([^]*?)^```$/gm)]
    .map(([, html = '']) => html)
    // Those of npm are followed by `e2e/consumers`.
    .filter((html) => !html.includes("import '@luma-leasing/"))
    .map((html) =>
      html
        .replaceAll(/https:\/\/(YOUR-HOST|HOST)\b/g, server)
        .replaceAll('pk_…', 'pk_demo')
        .replaceAll('SLUG', 'maple-court'),
    );
