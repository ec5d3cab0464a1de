// Walks the real consent of the sandbox's Google, as the demo agent would in a browser.

interface Addresses {
  server: string;
  adminSecret: string;
}

const property = 'maple-court';
const agent = 'agent@example.com';

/** Whether the demo property has a calendar whose grant works. */
export async function isConnected(server: string): Promise<boolean> {
  const answer = await fetch(`${server}/api/lumaleasing/tours/availability`, {
    headers: { 'X-API-Key': 'pk_demo' },
  });
  const body = (await answer.json()) as { error?: { code: string } };
  const code = body.error?.code;
  return code !== 'CALENDAR_NOT_CONNECTED' && code !== 'CALENDAR_AUTH_EXPIRED';
}

export async function connectLink({ server, adminSecret }: Addresses): Promise<string> {
  const path = `/api/admin/properties/${property}/agents/${agent}/connect-link`;
  const answer = await fetch(server + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${adminSecret}` },
  });
  const { url } = (await answer.json()) as { url?: string };
  if (!url) throw new Error(`no connect link: ${answer.status}`);
  return url;
}

/** Link → consent page → its form → callback, with the cookies a browser would keep. */
export async function walkConsent(addresses: Addresses): Promise<void> {
  const opened = await fetch(await connectLink(addresses), { redirect: 'manual' });
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consent = await fetch(need(opened.headers.get('location'), 'consent page'));
  const form = readForm(await consent.text());
  form.set('account', agent);
  form.set('decision', 'allow');
  const allowed = await fetch(new URL(form.get('@action') ?? '', consent.url), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams([...form].filter(([name]) => !name.startsWith('@'))),
  });
  const callback = await fetch(need(allowed.headers.get('location'), 'callback'), {
    headers: { cookie },
  });
  if (!callback.ok) throw new Error(`the calendar was not connected: ${callback.status}`);
}

// The page is the sandbox's own, so its form is known: hidden fields, and a ticked box for each scope.
function readForm(html: string): URLSearchParams {
  const fields = new URLSearchParams();
  const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1];
  fields.set('@action', action ? unescape(action) : '');
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
    const name = attribute('name');
    const hidden = attribute('type') === 'hidden';
    const ticked = attribute('type') === 'checkbox' && /\bchecked\b/.test(tag);
    if (name && (hidden || ticked)) fields.append(name, unescape(attribute('value') ?? ''));
  }
  return fields;
}

const unescape = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function need(value: string | null, what: string): string {
  if (!value) throw new Error(`no ${what} was sent`);
  return value;
}

interface Status {
  agents: { connections: { id: string; calendars: { calendarId: string }[] }[] }[];
}

/** The demo's manager allows the team to read what is in the agent's calendar, which nobody may at first. */
export async function showTitles(server: string): Promise<void> {
  const api = `${server}/api/lumaleasing/calendar`;
  const send = async (method: string, address: string, body: object, cookie = '') => {
    const answer = await fetch(address, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: server, cookie },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const signedIn = await send('POST', `${server}/api/auth/sign-in/email`, {
    email: 'manager@example.com',
    password: 'demo-maple-court',
  });
  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const status = await fetch(`${api}/status?property=${property}`, { headers: { cookie } });
  const { agents } = (await status.json()) as Status;
  for (const { id, calendars } of agents.flatMap((one) => one.connections)) {
    const all = calendars.map((one) => one.calendarId);
    const choice = { property, connection: id, blocking: all, showTitles: all };
    await send('PUT', `${api}/calendars`, choice, cookie);
  }
}

/** A few busy hours in the agent's calendar, so that the demo's days look like days. */
export async function fillCalendar(sandbox: string): Promise<void> {
  const address = `${sandbox}/_control/google/events?account=${agent}`;
  const existing = (await (await fetch(address)).json()) as { items: unknown[] };
  if (existing.items.length > 0) return;
  const today = Temporal.Now.plainDateISO('America/Chicago');
  const busy: [day: number, from: string, minutes: number, summary: string][] = [
    [1, '09:00', 90, 'Team meeting'],
    [1, '14:00', 60, 'Lease signing: unit 4B'],
    [2, '12:00', 60, 'Lunch'],
    [3, '10:00', 150, 'Move-in inspection: unit 2A'],
    [4, '15:30', 60, 'Vendor walk-through'],
    [7, '09:00', 540, 'Out of office'],
    [9, '11:00', 60, 'Dentist'],
  ];
  for (const [day, from, minutes, summary] of busy) {
    const start = today
      .add({ days: day })
      .toZonedDateTime({ timeZone: 'America/Chicago', plainTime: from });
    const at = (time: Temporal.ZonedDateTime) => ({
      dateTime: time.toString({ timeZoneName: 'never' }),
      timeZone: 'America/Chicago',
    });
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ summary, start: at(start), end: at(start.add({ minutes })) }),
    });
    if (!answer.ok) throw new Error(`the sandbox refused an event: ${answer.status}`);
  }
}
