import type { Context } from '../src/context.ts';
import { operatorAtProperty } from '../src/features/accounts/unit-of-operator.ts';
import { createConnectLink } from '../src/features/calendars/connecting/connect-link.ts';

/** The server under test, in this process or another one. It follows no redirects. */
interface App {
  request(path: string, init?: RequestInit): Response | Promise<Response>;
}

export interface Consent {
  account: string;
  agent: string;
  /** Absent: a new one. */
  link?: string;
  /** The browser's session; absent: nobody is signed in. */
  cookie?: string;
  /** Absent: the world's first property. */
  slug?: string;
  /** Leaves the boxes unticked of all scopes that contain this text. */
  without?: string;
  decision?: 'allow' | 'deny';
}

/** The address that a browser opens after the consent, and its cookie. */
interface Consented {
  callback: string;
  cookie: string;
}

/** Opens a link, then the consent page, and sends its form. */
export async function openConsent(
  ctx: Context,
  app: App,
  { link, slug = 'maple-court', ...consent }: Consent,
): Promise<Consented> {
  const made = link ?? (await connectLink(ctx, consent.agent, slug));
  return followLink(app, pathOf(made), consent);
}

/** Where the operator's programs ask for one. */
export const connectLinkPath = (agent: string, slug = 'maple-court') =>
  `/api/admin/properties/${slug}/agents/${agent}/connect-link`;

/** As the operator gets one for an agent. */
export const connectLink = async (ctx: Context, agent: string, slug = 'maple-court') =>
  createConnectLink(await operatorAtProperty(ctx, slug), agent);

export const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');

/** The same with the path of a given link. */
export async function followLink(
  app: App,
  link: string,
  consent: Pick<Consent, 'account' | 'cookie' | 'without' | 'decision'>,
): Promise<Consented> {
  const { account, cookie: session = '', without, decision = 'allow' } = consent;
  const opened = await app.request(link, { headers: { cookie: session } });
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

/** The same, and opens the callback. @returns the last page. */
export async function walkConsent(ctx: Context, app: App, consent: Consent): Promise<Response> {
  const { callback, cookie } = await openConsent(ctx, app, consent);
  return app.request(callback, { headers: { cookie } });
}
