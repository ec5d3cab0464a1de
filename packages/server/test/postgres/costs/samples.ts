/** One realistic request for each route, and one job for each queue, in an order in which all succeed. */
import { fingerprint } from '../../../src/lib/crypto.ts';
import { manageToken } from '../../../src/features/accounts/manage-link.ts';
import { sweeps } from '../../../src/job-table.ts';
import { timed } from '../../calendars.ts';
import { connectLink, followLink, pathOf } from '../../consent.ts';
import { password, signIn, trySignIn, type Browser } from '../../members.ts';
import { agentAccount } from '../../sandbox.ts';
import { freeSlots, someone } from '../../tours.ts';
import { prospect } from '../../visitor.ts';
import { testSettings, type World } from '../../world.ts';
import { operatorSamples } from './operator-samples.ts';

/** The ids that requests name; they are of the busy property. */
interface Subjects {
  owner: Browser;
  agent: Browser;
  profile: string;
  colleague: string;
  connection: string;
  calendar: string;
  /** Future tours. */
  tours: string[];
  over: string;
  appointment: string;
  message: string;
  removal: string;
  release: string;
  channel: string;
}

export interface Samples {
  /**
   * How many things some requests and jobs are about, by method and path, or by name. A sweep is about every
   * calendar; a full listing, and the end of a connection, about all that its calendar has.
   */
  about: Record<string, number>;
  /** By method and path, as in the OpenAPI document. */
  requests: Record<string, () => Promise<Response>[]>;
  /** Payloads, by the job's name. */
  jobs: Record<string, object>;
}

const property = 'maple-court';
const channelToken = 'the secret of a channel';
const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });
const scheduler = bearer(testSettings.CRON_SECRET);
const api = '/api/lumaleasing';
const dashboard = '/api/dashboard';

export async function samplesOf(world: World): Promise<Samples> {
  const it = await prepare(world);
  const { owner, agent } = it;
  const free = (await freeSlots(world)).map((slot) => slot.startsAt);
  const time = () => free.splice(Math.floor(free.length / 2), 1)[0]!;
  const when = (hours: number) => new Date(world.clock.now() + hours * 3_600_000).toISOString();
  const get = (path: string, headers: Record<string, string> = {}) =>
    world.request(path, { headers });
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    world.post(path, body, headers);
  const once = () => ({ 'Idempotency-Key': crypto.randomUUID() });
  const manage = (n: number, path = '') =>
    `${api}/tours/manage/${manageToken(world.ctx.config.SESSION_SECRET, it.tours[n]!)}${path}`;
  const asPage = { Accept: 'text/html' };
  const tours = (query: string) => `${dashboard}/tours?property=${property}&${query}`;
  let consent = { callback: '', cookie: '' };
  const consentAs = async (link: string, cookie?: string) => {
    consent = await followLink(world.app, link, {
      account: 'another@example.com',
      ...(cookie ? { cookie } : {}),
    });
    return new Response();
  };
  const requests: Samples['requests'] = {
    [`GET ${api}/config`]: () => [get(`${api}/config`)],
    [`GET ${api}/palette`]: () => [get(`${api}/palette?color=%231f6f5c`)],
    [`GET ${api}/tours/availability`]: () => [
      get(`${api}/tours/availability?days=13`),
      get(`${api}/tours/availability?days=5&from=2026-01-30`),
    ],
    [`POST ${api}/chat`]: () => [post(`${api}/chat`, { text: 'Can I come on Saturday?' })],
    [`POST ${api}/tours`]: () => [
      post(`${api}/tours`, { ...prospect, ...someone(), startsAt: time() }, once()),
      // A known person, by email and by phone.
      post(
        `${api}/tours`,
        { ...prospect, email: 'maple-court-1-77@example.org', startsAt: time() },
        once(),
      ),
      post(`${api}/tours`, { ...prospect, startsAt: time() }),
    ],
    [`POST ${api}/leads`]: () => [
      post(`${api}/leads`, { kind: 'question', message: 'Dogs?', ...someone() }, once()),
      post(`${api}/leads`, { kind: 'callback', phone: '+13125550539' }),
    ],
    'GET /book/{slug}': () => [get(`/book/${property}`)],
    'POST /book/{slug}': () => [
      world.request(`/book/${property}`, {
        method: 'POST',
        body: new URLSearchParams({
          firstName: 'Bo',
          email: 'bo@example.org',
          startsAt: time(),
          idempotencyKey: crypto.randomUUID(),
        }),
      }),
    ],
    [`GET ${api}/tours/manage/{token}`]: () => [
      get(manage(0)),
      get(manage(0), asPage),
      get(manage(0, '?change=1'), asPage),
    ],
    [`GET ${api}/tours/manage/{token}/availability`]: () => [get(manage(0, '/availability'))],
    [`GET ${api}/tours/manage/{token}/tour.ics`]: () => [get(manage(0, '/tour.ics'))],
    [`GET ${api}/tours/manage/{token}/google`]: () => [get(manage(0, '/google'))],
    [`GET ${api}/tours/manage/{token}/outlook`]: () => [get(manage(0, '/outlook'))],
    [`POST ${api}/tours/manage/{token}/reschedule`]: () => {
      const startsAt = time();
      return [
        standsAt(world, it.tours[0]!, startsAt).then(() =>
          post(manage(0, '/reschedule'), { startsAt }),
        ),
      ];
    },
    [`POST ${api}/tours/manage/{token}/cancel`]: () => [post(manage(0, '/cancel'), {})],

    'POST /api/auth/sign-in/email': () => [trySignIn(world, { email: owner.email })],
    ...operatorSamples(world),
    [`GET ${dashboard}/me`]: () => [owner.get(`${dashboard}/me`), agent.get(`${dashboard}/me`)],
    [`GET ${dashboard}/calendar`]: () =>
      [owner, agent].map((who) =>
        who.get(`${dashboard}/calendar?property=${property}&from=${when(-24)}&to=${when(7 * 24)}`),
      ),
    [`POST ${dashboard}/appointments`]: () => [
      owner.post(`${dashboard}/appointments`, {
        property,
        agentId: it.profile,
        title: 'Signing',
        kind: 'signing',
        startsAt: when(200),
        endsAt: when(201),
      }),
    ],
    [`PATCH ${dashboard}/appointments/{id}`]: () => [
      owner.send('PATCH', `${dashboard}/appointments/${it.appointment}`, { startsAt: when(300) }),
    ],
    [`DELETE ${dashboard}/appointments/{id}`]: () => [
      owner.send('DELETE', `${dashboard}/appointments/${it.appointment}`),
    ],
    [`GET ${dashboard}/tours`]: () => [
      owner.get(tours('')),
      owner.get(tours('order=desc&limit=20')),
      owner.get(tours(`status=no_show&order=desc`)),
      owner.get(tours(`agentId=${it.colleague}&from=${when(0)}`)),
      agent.get(tours(`from=${when(-48)}&to=${when(48)}`)),
    ],
    [`POST ${dashboard}/tours`]: () => [
      owner.post(
        `${dashboard}/tours`,
        { ...prospect, ...someone(), property, startsAt: time() },
        once(),
      ),
      owner.post(`${dashboard}/tours`, {
        ...prospect,
        ...someone(),
        property,
        startsAt: when(400),
        force: true,
      }),
    ],
    [`GET ${dashboard}/tours/{id}`]: () => [
      owner.get(`${dashboard}/tours/${it.tours[1]}`),
      agent.get(`${dashboard}/tours/${it.tours[1]}`),
    ],
    [`POST ${dashboard}/tours/{id}/reschedule`]: () => [
      owner.post(`${dashboard}/tours/${it.tours[1]}/reschedule`, { startsAt: time() }, once()),
      owner.post(`${dashboard}/tours/${it.tours[2]}/reschedule`, {
        startsAt: when(500),
        force: true,
      }),
    ],
    [`POST ${dashboard}/tours/{id}/reassign`]: () => [
      owner.post(`${dashboard}/tours/${it.tours[3]}/reassign`, {
        agentId: it.colleague,
        force: true,
      }),
    ],
    [`POST ${dashboard}/tours/{id}/cancel`]: () => [
      owner.post(`${dashboard}/tours/${it.tours[4]}/cancel`),
    ],
    [`POST ${dashboard}/tours/{id}/no-show`]: () => [
      owner.post(`${dashboard}/tours/${it.over}/no-show`),
    ],

    [`POST ${api}/calendar/webhook`]: () => [
      get('').then(() =>
        world.request(`${api}/calendar/webhook`, {
          method: 'POST',
          headers: {
            'X-Goog-Channel-ID': it.channel,
            'X-Goog-Channel-Token': channelToken,
            'X-Goog-Resource-ID': 'resource',
            'X-Goog-Resource-State': 'exists',
          },
        }),
      ),
    ],
    [`GET ${api}/calendar/status`]: () =>
      [owner, agent].map((who) => who.get(`${api}/calendar/status?property=${property}`)),
    [`GET ${api}/calendar/calendars`]: () => [
      owner.get(`${api}/calendar/calendars?property=${property}&connection=${it.connection}`),
    ],
    [`POST ${api}/calendar/resync`]: () => [
      owner.post(`${api}/calendar/resync`, { property, calendar: it.calendar }),
    ],
    [`POST ${api}/calendar/import-availability`]: () => [
      agent.post(`${api}/calendar/import-availability`, { property }),
    ],
    // The same work as a poll: everything is listed already.
    [`POST ${api}/calendar/sync`]: () => [agent.post(`${api}/calendar/sync`, { property })],
    [`POST ${api}/calendar/sync-pending`]: () => [
      owner.post(`${api}/calendar/sync-pending`, { property }),
    ],
    [`PUT ${api}/calendar/calendars`]: () => [
      owner.put(`${api}/calendar/calendars`, {
        property,
        connection: it.connection,
        blocking: [agentAccount],
        default: agentAccount,
        showTitles: [agentAccount],
      }),
    ],
    [`GET ${api}/calendar/connect`]: () => [
      connectLink(world.ctx, agentAccount).then((url) => consentAs(pathOf(url))),
      consentAs(`${api}/calendar/connect?property=${property}&agent=${it.colleague}`, owner.cookie),
    ],
    [`GET ${api}/calendar/callback`]: () => [
      get(consent.callback, { cookie: [owner.cookie, consent.cookie].join('; ') }),
    ],
    // Other calendars are connected by now, so that one of the first remains to choose.
    [`POST ${api}/calendar/disconnect`]: () => [
      owner.post(`${api}/calendar/disconnect`, { property, connection: it.connection }),
    ],

    'GET /readyz': () => [get('/readyz')],
    'GET /metrics': () => [get('/metrics', bearer(testSettings.METRICS_TOKEN))],
    ...Object.fromEntries(
      sweeps.flatMap(({ path }) =>
        (['GET', 'POST'] as const).map((method) => [
          `${method} /api/cron/${path}`,
          () => [world.request(`/api/cron/${path}`, { method, headers: scheduler })],
        ]),
      ),
    ),
    'POST /api/auth/change-password': () => [
      agent.post('/api/auth/change-password', {
        currentPassword: password,
        newPassword: `${password}, another`,
      }),
    ],
    'POST /api/auth/sign-out': () => [owner.post('/api/auth/sign-out')],
  };
  const calendars = Number(
    (await world.database.asSuperuser('select count(*) from agent_calendars'))[0]!['count'],
  );
  const properties = Number(
    (await world.database.asSuperuser('select count(*) from properties'))[0]!['count'],
  );
  const inOneCalendar = 2_000;
  const about = {
    [`POST ${api}/calendar/resync`]: inOneCalendar,
    [`POST ${api}/calendar/import-availability`]: inOneCalendar,
    [`POST ${api}/calendar/disconnect`]: inOneCalendar,
    'sync-calendar': inOneCalendar,
    ...Object.fromEntries(
      sweeps.flatMap(({ path }) =>
        ['GET', 'POST'].map((method) => [`${method} /api/cron/${path}`, calendars]),
      ),
    ),
    'the poll': calendars,
    // One owns all properties, with three people at each: who they are, the sign-in tables say.
    'GET /api/admin/organizations/{organization}/members': properties * 3,
    // Each hour of its day.
    'GET /metrics': calendars * 24,
  };
  return { about, requests, jobs: payloads(world, it) };
}

/** The look into the calendar meets the tour's own event there. */
async function standsAt({ sandbox, database }: World, tourId: string, startsAt: string) {
  const { id } = await sandbox.addEvent({
    ...timed(startsAt, new Date(Date.parse(startsAt) + 1_800_000).toISOString()),
    extendedProperties: { private: { lumaTourId: tourId } },
  });
  await database.asSuperuser(
    `update calendar_events set provider_event_id = '${id}' where tour_id = '${tourId}'`,
  );
}

function payloads({ scope }: World, it: Subjects): Samples['jobs'] {
  const tenant = { organizationId: scope.organizationId, propertyId: scope.propertyId };
  const about: Record<string, object> = {
    'sync-tour': { tourId: it.tours[5] },
    'sync-appointment': { appointmentId: it.appointment },
    'remove-event': { removalId: it.removal },
    'sync-calendar': { agentCalendarId: it.calendar },
    'open-channel': { agentCalendarId: it.calendar },
    'write-agent-tours': { profileId: it.profile },
    'verify-tour': { tourId: it.tours[5] },
    'release-grant': { releaseId: it.release },
    'check-calendar-health': { connectionId: it.connection },
    'check-calendar-alerts': {},
    'complete-tours': {},
    'erase-test-tours': {},
    'send-message': { messageId: it.message },
  };
  return Object.fromEntries(
    Object.entries(about).map(([name, its]) => [name, { ...tenant, ...its }]),
  );
}

async function prepare(world: World): Promise<Subjects> {
  const { database, scope } = world;
  const { organizationId: organization, propertyId } = scope;
  const now = `timestamptz '${new Date(world.clock.now()).toISOString()}'`;
  const ids = async (statement: string) =>
    (await database.asSuperuser(statement)).map((row) => String(row['id']));
  const owner = await signIn(world, { role: 'owner', email: 'owner@example.com' });
  const agent = await signIn(world, { role: 'agent', email: agentAccount });
  const [profile] = await ids(`select id from profiles where email = '${agentAccount}'`);
  const [colleague] = await ids(`select profile_id as id from property_agents
    where property_id = '${propertyId}' and profile_id <> '${profile}'`);
  const [connection] = await ids(
    `select id from calendar_connections where profile_id = '${profile}'`,
  );
  const [calendar] = await ids(`update agent_calendars set last_synced_at = ${now},
    mirrored_until = ${now} + interval '150 days' where profile_id = '${profile}' returning id`);
  const tours = await ids(`select id from tour_bookings where profile_id = '${profile}'
    and starts_at > ${now} order by starts_at desc`);
  const [over] = await ids(`select id from tour_bookings where profile_id = '${profile}'
    and starts_at < ${now} and status = 'completed' order by starts_at desc limit 1`);
  const [appointment] = await ids(`select id from external_calendar_events
    where profile_id = '${profile}' and starts_at > ${now} order by starts_at limit 1`);
  const [message] =
    await ids(`insert into messages (property_id, tour_id, kind, dedupe_key, recipient)
    values ('${propertyId}', '${tours[5]}', 'manage_link', 'one', 'ana@example.org') returning id`);
  const [removal] =
    await ids(`insert into event_removals (organization_id, property_id, tour_id, agent_calendar_id,
    event_id, arrives_until) values ('${organization}', '${propertyId}', '${tours[5]}', '${calendar}', 'x', ${now}) returning id`);
  const [release] = await ids(`select id from calendar_releases limit 1`);
  // A calendar without a use, which the next choice deletes.
  await ids(`insert into agent_calendars (organization_id, profile_id, connection_id, calendar_id, summary, timezone, blocks_time)
    values ('${organization}', '${profile}', '${connection}', 'unused@example.com', 'Unused', 'America/Chicago', false)`);
  await ids(`with practice as (insert into leads (property_id, email, source, test, created_at, updated_at)
      values ('${propertyId}', 'test@example.org', 'widget', true, ${now} - interval '2 days', ${now} - interval '2 days') returning id)
    insert into tour_bookings (organization_id, property_id, profile_id, lead_id, tour_type, starts_at, ends_at, blocked_until,
      first_name, last_name, email, test, created_at, updated_at)
    select '${organization}', '${propertyId}', '${profile}', id, 'in_person', ${now}, ${now}, ${now}, 'T', '', 'test@example.org',
      true, ${now} - interval '2 days', ${now} from practice`);
  const [channel] =
    await ids(`insert into calendar_channels (organization_id, agent_calendar_id, resource_id, token_hash,
    expires_at) values ('${organization}', '${calendar}', 'resource', '${fingerprint(channelToken)}',
    ${now} + interval '1 day') returning id`);
  return {
    owner,
    agent,
    profile: profile!,
    colleague: colleague!,
    connection: connection!,
    calendar: calendar!,
    tours,
    over: over!,
    appointment: appointment!,
    message: message!,
    removal: removal!,
    release: release!,
    channel: channel!,
  };
}
