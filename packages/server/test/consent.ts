import type { createApp } from '../src/app.ts';
import type { Context } from '../src/context.ts';
import { createConnectLink } from '../src/features/calendars/create-connect-link.ts';

type App = ReturnType<typeof createApp>;

export interface Consent {
  account: string;
  agent: string;
  /** Absent: a new one. */
  link?: string;
  /** The browser's session; absent: nobody is signed in. */
  cookie?: string;
  /** Absent: the world's first property. */
  slug?: string;
  /** Boxes to leave unticked: scopes that contain it. */
  without?: string;
  decision?: 'allow' | 'deny';
}

/** Link → consent page → its form; what a browser would then open, and with which cookie. */
export async function openConsent(
  ctx: Context,
  app: App,
  { account, agent, link, cookie: session = '', slug = 'maple-court', ...given }: Consent,
): Promise<{ callback: string; cookie: string }> {
  const { without, decision = 'allow' } = given;
  const opened = await app.request(
    link ?? (await createConnectLink(ctx, { slug, email: agent })).slice(ctx.config.APP_URL.length),
    { headers: { cookie: session } },
  );
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consentUrl = opened.headers.get('location') ?? '';
  const page = await (await fetch(consentUrl)).text();
  const form = new URLSearchParams({ account, decision });
  for (const [tag] of page.matchAll(/<input[^>]*type="(?:hidden|checkbox)"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1] ?? '';
    const value = (/value="([^"]*)"/.exec(tag)?.[1] ?? '').replaceAll('&amp;', '&');
    if (!without || !value.includes(without) || name !== 'scope') form.append(name, value);
  }
  const answered = await fetch(consentUrl.split('?')[0]!, {
    method: 'POST',
    redirect: 'manual',
    body: form,
  });
  const callback = new URL(answered.headers.get('location')!);
  return { callback: callback.pathname + callback.search, cookie };
}

/** The same, and the callback opened: the answer is the last page. */
export async function walkConsent(ctx: Context, app: App, consent: Consent): Promise<Response> {
  const { callback, cookie } = await openConsent(ctx, app, consent);
  return app.request(callback, { headers: { cookie } });
}
