import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newProperty, operator } from '../../../test/operator.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { instantText } from '../../lib/iso.ts';

let world: World;
let ask: ReturnType<typeof operator>;
beforeAll(async () => {
  world = await createWorld({ jobs: false });
  await world.ctx.changes.start();
  ask = operator(world);
  expect(await ask('PUT', 'organizations/oak-homes', { name: 'Oak Homes' })).toMatchObject({
    change: 'created',
  });
  expect(await ask('PUT', 'properties/oak-place', newProperty)).toMatchObject({
    change: 'created',
  });
});
afterAll(() => world.stop());

const changeOf = async (...asked: Parameters<typeof ask>) => {
  const { change, error } = await ask(...asked);
  return change ?? error;
};
const itemsOf = async (path: string) =>
  (await ask('GET', path))['items'] as Record<string, unknown>[];
/** The code of a refusal, and its message for each field. */
const refusal = async (...asked: Parameters<typeof ask>) => {
  const { status, error } = await ask(...asked);
  return [status, error?.code, ...(error?.issues ?? []).map(({ path }) => path)];
};

describe('organizations and properties [P10, P1]', () => {
  it('are created once; later requests change the given fields', async () => {
    expect(await changeOf('PUT', 'organizations/oak-homes', { name: 'Oak Homes' })).toBe(
      'unchanged',
    );
    expect(await changeOf('PUT', 'organizations/oak-homes', { name: 'Oak' })).toBe('changed');
    expect(await itemsOf('organizations')).toContainEqual({
      slug: 'oak-homes',
      name: 'Oak',
      properties: 1,
    });
    expect(await changeOf('PUT', 'properties/oak-place', newProperty)).toBe('unchanged');
    const change = {
      address: { street: '2 Oak St' },
      contactEmail: 'Oak@Example.com',
      settings: { tourDurationMinutes: 45 },
    };
    expect(await changeOf('PUT', 'properties/oak-place', change)).toBe('changed');
    expect(await ask('GET', 'properties/oak-place')).toMatchObject({
      property: {
        ...newProperty,
        address: { ...newProperty.address, street: '2 Oak St' },
        contactEmail: 'oak@example.com',
        settings: { tourDurationMinutes: 45, bufferMinutes: 15 },
      },
    });
    expect(await itemsOf('properties?organization=oak-homes')).toHaveLength(1);
    expect((await itemsOf('properties')).length).toBeGreaterThan(1);
  });

  it('are created once, however many requests come at once', async () => {
    const make = () => changeOf('PUT', 'properties/oak-annex', newProperty);
    const changes = await Promise.all([make(), make(), make()]);
    expect(changes.map(String).toSorted()).toEqual(['created', 'unchanged', 'unchanged']);
    expect(await itemsOf('properties/oak-annex/agents')).toMatchObject([{ email: null }]);
  });

  it.each<[string, object, unknown[]]>([
    [
      'properties/new-one',
      { name: 'New' },
      [
        422,
        'INVALID_REQUEST',
        'organization',
        'timezone',
        'contactName',
        'address.street',
        'address.city',
        'address.region',
        'address.postalCode',
        'address.country',
      ],
    ],
    ['properties/new-one', { ...newProperty, organization: 'nobody' }, [404, 'NOT_FOUND']],
    ['properties/oak-place', { organization: 'birch' }, [404, 'NOT_FOUND']],
    ['properties/Oak_Place', newProperty, [422, 'INVALID_REQUEST', 'property']],
    ['properties/oak-place', { timezone: 'America/Gotham' }, [422, 'INVALID_REQUEST', 'timezone']],
    ['properties/oak-place', { timezone: '+05:00' }, [422, 'INVALID_REQUEST', 'timezone']],
    [
      'properties/oak-place',
      { hours: { mon: [{ start: '9:00', end: '18:00' }] } },
      [422, 'INVALID_REQUEST', 'hours.mon.0.start'],
    ],
    [
      'properties/oak-place',
      { hours: { mon: [{ start: '18:00', end: '09:00' }] } },
      [422, 'INVALID_REQUEST', 'hours.mon.0'],
    ],
    [
      'properties/oak-place',
      {
        hours: {
          mon: [
            { start: '09:00', end: '13:00' },
            { start: '12:00', end: '18:00' },
          ],
        },
      },
      [422, 'INVALID_REQUEST', 'hours.mon'],
    ],
    [
      'properties/oak-place',
      { overrides: [{ date: '2026-02-30', ranges: [] }] },
      [422, 'INVALID_REQUEST', 'overrides.0.date'],
    ],
    ['properties/oak-place', { contactEmail: 'nobody' }, [422, 'INVALID_REQUEST', 'contactEmail']],
    [
      'properties/oak-place',
      { settings: { horizonDays: 400 } },
      [422, 'INVALID_REQUEST', 'settings.horizonDays'],
    ],
    ['properties/oak-place', { colour: '#ffffff' }, [422, 'INVALID_REQUEST', '']],
    ['organizations/oak-homes', { name: ' ' }, [422, 'INVALID_REQUEST', 'name']],
    // The character is invisible.
    ['organizations/oak-homes', { name: '\u200b' }, [422, 'INVALID_REQUEST', 'name']],
    ['properties/oak-place', { name: '\u2800' }, [422, 'INVALID_REQUEST', 'name']],
  ])('%s is not %j', async (path, body, expected) => {
    expect(await refusal('PUT', path, body)).toEqual(expected);
  });

  it.each([
    ['us/central', 'US/Central'],
    ['AMERICA/NEW_YORK', 'America/New_York'],
    ['asia/calcutta', 'Asia/Calcutta'],
    ['utc', 'UTC'],
  ])('are in the zone %s as %s', async (typed, timezone) => {
    await ask('PUT', 'properties/oak-annex', { timezone: typed });
    expect(await ask('GET', 'properties/oak-annex')).toMatchObject({ property: { timezone } });
    await ask('PUT', 'properties/oak-annex', { timezone: newProperty.timezone });
  });

  it('may have a limited number of dates with other hours', async () => {
    const ranges = Array.from({ length: 24 }, (_, hour) => ({
      start: `${String(hour).padStart(2, '0')}:00`,
      end: `${String(hour).padStart(2, '0')}:59`,
    }));
    const overrides = Array.from({ length: 400 }, (_, n) => ({
      date: new Date(Date.UTC(2026, 1, 1 + n)).toISOString().slice(0, 10),
      ranges,
    }));
    const agent = 'properties/oak-annex/agents/often@example.com';
    expect(await changeOf('PUT', 'properties/oak-annex', { overrides })).toBe('changed');
    expect(await changeOf('PUT', agent, { name: 'Often', overrides })).toBe('created');
    expect(await refusal('DELETE', agent)).toEqual([200, undefined]);
    expect(await changeOf('PUT', 'properties/oak-annex', { overrides: [] })).toBe('changed');
    const more = { overrides: [...overrides, { date: '2028-01-01', ranges: [] }] };
    expect(await refusal('PUT', 'properties/oak-annex', more)).toEqual([
      422,
      'INVALID_REQUEST',
      'overrides',
    ]);
  });

  it('cannot be taken from another organization', async () => {
    await ask('PUT', 'organizations/birch', { name: 'Birch' });
    const theirs = { ...newProperty, organization: 'birch' };
    expect(await refusal('PUT', 'properties/oak-place', theirs)).toEqual([409, 'SLUG_TAKEN']);
    expect(await itemsOf('properties?organization=birch')).toEqual([]);
  });

  it('says which ranges overlap', async () => {
    const ranges = [
      { start: '12:00', end: '18:00' },
      { start: '09:00', end: '13:00' },
    ];
    const { error } = await ask('PUT', 'properties/oak-place', { hours: { fri: ranges } });
    expect(error?.issues?.[0]?.message).toBe('09:00-13:00 and 12:00-18:00 overlap');
  });
});

describe('agents [P10, A2]', () => {
  const maya = 'properties/oak-place/agents/maya@example.com';

  it('show several properties of their organization as one person', async () => {
    expect(await refusal('PUT', maya, {})).toEqual([422, 'INVALID_REQUEST', 'name']);
    expect(await changeOf('PUT', maya, { name: 'Maya' })).toBe('created');
    expect(await changeOf('PUT', maya, { name: 'Maya' })).toBe('unchanged');
    expect(await changeOf('PUT', maya, { name: 'Maya Chen', dailyCap: 3 })).toBe('changed');
    const elsewhere = 'properties/oak-annex/agents/Maya@Example.com';
    expect(
      await changeOf('PUT', elsewhere, { hours: { mon: [{ start: '10:00', end: '12:00' }] } }),
    ).toBe('created');
    expect(await itemsOf('properties/oak-place/agents')).toMatchObject([
      { email: 'maya@example.com', name: 'Maya Chen', dailyCap: 3, hours: null, calendars: 0 },
      { email: null, name: 'Front desk' },
    ]);
    expect((await itemsOf('properties/oak-annex/agents'))[0]).toMatchObject({
      name: 'Maya Chen',
      hours: { mon: [{ start: '10:00', end: '12:00' }] },
    });
    const people = await world.database.asSuperuser(
      `select id from profiles where email = 'maya@example.com'`,
    );
    expect(people).toHaveLength(1);
  });

  it('are created once, however many requests come at once', async () => {
    const put = () =>
      changeOf('PUT', 'properties/oak-place/agents/sam@example.com', { name: 'Sam' });
    expect((await Promise.all([put(), put()])).map(String).toSorted()).toEqual([
      'created',
      'unchanged',
    ]);
  });

  it('can be removed, and added again', async () => {
    expect(await changeOf('DELETE', maya)).toBe('changed');
    expect(await changeOf('DELETE', maya)).toBe('unchanged');
    expect(await itemsOf('properties/oak-place/agents')).toContainEqual(
      expect.objectContaining({ email: 'maya@example.com', active: false, dailyCap: 3 }),
    );
    expect(await changeOf('PUT', maya, {})).toBe('changed');
    const nobody = 'properties/oak-place/agents/nobody@example.com';
    expect(await refusal('DELETE', nobody)).toEqual([404, 'NOT_FOUND']);
    expect(await refusal('POST', `${nobody}/connect-link`)).toEqual([404, 'NOT_FOUND']);
  });
});

describe('times by hand and hours [A2, A3]', () => {
  const times = 'properties/oak-place/times';
  const visit = (key: string) => world.availability('?days=14', { 'X-API-Key': key });
  let key: string;
  beforeAll(async () => {
    key = String((await ask('PUT', 'properties/oak-place/keys/website', {}))['key']);
    await ask('PUT', 'properties/oak-place/agents/maya@example.com', { name: 'Maya Chen' });
    await ask('PUT', 'properties/oak-place/agents/sam@example.com', { name: 'Sam' });
  });

  it('are set for an agent and a date, and replace the former ones', async () => {
    const body = { agent: 'maya@example.com', times: ['10:00', '15:30'] };
    expect(await refusal('PUT', `${times}/2026-01-27`, { times: ['10:00'] })).toEqual([
      422,
      'INVALID_REQUEST',
      'agent',
    ]);
    expect(await changeOf('PUT', `${times}/2026-01-27`, body)).toBe('created');
    expect(await changeOf('PUT', `${times}/2026-01-27`, body)).toBe('unchanged');
    expect(Object.keys((await visit(key)).slotsByDate)).toEqual(['2026-01-27']);
    const moved = { ...body, times: ['11:00', '15:30'] };
    expect(await changeOf('PUT', `${times}/2026-01-27`, moved)).toBe('changed');
    // The change counts at once, although the earlier answer was kept.
    const { slotsByDate, source } = await visit(key);
    expect(source).toBe('manual');
    expect(slotsByDate['2026-01-27']).toMatchObject([
      { time: '11:00', startsAt: '2026-01-27T18:00:00Z' },
      { time: '15:30' },
    ]);
    expect(await itemsOf(times)).toEqual([
      { date: '2026-01-27', agent: 'maya@example.com', times: ['11:00', '15:30'] },
    ]);
    expect(await changeOf('PUT', `${times}/2026-01-27`, { ...body, times: [] })).toBe('changed');
    expect(await itemsOf(times)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['2026-01-25', { times: ['10:00'] }, 'date'],
    ['2026-02-30', { times: ['10:00'] }, 'date'],
    // Clocks go from 02:00 to 03:00.
    ['2026-03-08', { times: ['02:30'] }, 'times'],
    ['2026-03-09', { times: ['25:00'] }, 'times.0'],
  ])('%s has no %j', async (date, body, path) => {
    const asked = { agent: 'maya@example.com', ...body };
    expect(await refusal('PUT', `${times}/${date}`, asked)).toEqual([422, 'INVALID_REQUEST', path]);
  });

  it('are the front desk’s if there is no agent', async () => {
    expect(await changeOf('PUT', 'properties/oak-front', newProperty)).toBe('created');
    expect(
      await changeOf('PUT', 'properties/oak-front/times/2026-01-27', { times: ['10:00'] }),
    ).toBe('created');
    expect(await itemsOf('properties/oak-front/times')).toMatchObject([{ agent: null }]);
  });
});

describe('publishable keys [P10, P2]', () => {
  const website = 'properties/oak-place/keys/shop';
  const page = 'https://www.oak.example';
  const use = async (key: string, origin = page) => {
    const answer = await world.request('/api/lumaleasing/config', {
      headers: { 'X-API-Key': key, Origin: origin },
    });
    return answer.status;
  };

  it('are created, given origins, rotated and revoked, with effect at once', async () => {
    const made = await ask('PUT', website, { allowedOrigins: [page] });
    const first = String(made['key']);
    expect(made).toMatchObject({
      tag: `<script async src="http://localhost:3000/lumaleasing.js" data-key="${first}"></script>`,
      page: 'http://localhost:3000/book/oak-place',
    });
    expect(first).toMatch(/^pk_[\w-]{20}$/);
    expect(await use(first)).toBe(200);
    expect(await use(first, 'https://oak.example')).toBe(403);
    expect(await changeOf('PUT', website, { allowedOrigins: [page] })).toBe('unchanged');
    const origins = { allowedOrigins: ['https://*.oak.example', 'http://localhost:*'] };
    expect(await changeOf('PUT', website, origins)).toBe('changed');
    expect(await use(first, 'https://shop.oak.example')).toBe(200);
    expect(await use(first, 'https://elsewhere.example')).toBe(403);

    const rotated = await ask('POST', `${website}/rotate`);
    const second = String(rotated['key']);
    expect(rotated).toMatchObject({ change: 'created', old: first });
    expect([await use(first), await use(second)]).toEqual([200, 200]);
    expect(await ask('POST', `${website}/rotate`)).toMatchObject({
      change: 'unchanged',
      key: second,
      old: first,
    });
    expect(await changeOf('DELETE', `${website}/${first}`)).toBe('changed');
    expect([await use(first), await use(second)]).toEqual([401, 200]);
    expect(await changeOf('DELETE', `${website}/${first}`)).toBe('unchanged');
    const { items } = (await ask('GET', 'properties/oak-place/keys')) as unknown as {
      items: { name: string; key: string; revokedAt: string | null }[];
    };
    expect(items.filter((one) => one.name === 'shop')).toMatchObject([
      { key: second, revokedAt: null, allowedOrigins: origins.allowedOrigins },
      { key: first, revokedAt: instantText(world.clock.now()) },
    ]);
  });

  it('of the test kind stay test keys', async () => {
    const key = (await ask('PUT', 'properties/oak-place/keys/practice', { test: true }))['key'];
    expect(key).toMatch(/^pk_test_/);
    expect(await refusal('PUT', 'properties/oak-place/keys/practice', { test: false })).toEqual([
      422,
      'INVALID_REQUEST',
      'test',
    ]);
  });

  it.each([
    'https://oak.example/book',
    'oak.example',
    'https://oak.example:port',
    'ftp://a.example',
    '*',
    'https://*',
    '',
    'https://*.com',
    'https://*.[::1]',
    'https://oak.example:99999',
    'https://[::::]',
    'https://oak..example',
    'https://oak.example?',
    'https://user@oak.example',
  ])('take no %j for an origin', async (origin) => {
    expect(await refusal('PUT', website, { allowedOrigins: [origin] })).toEqual([
      422,
      'INVALID_REQUEST',
      'allowedOrigins.0',
    ]);
  });

  it.each([
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://*.Bücher.example', 'https://*.xn--bcher-kva.example'],
    ['HTTPS://WWW.Oak.Example:443', 'https://www.oak.example'],
    ['http://[0:0::1]:*', 'http://[::1]:*'],
    ['http://localhost:8080', 'http://localhost:8080'],
  ])('take %j for %j, once', async (origin, kept) => {
    await ask('PUT', website, { allowedOrigins: [origin, kept] });
    const { key } = await ask('PUT', website, {});
    expect(await itemsOf('properties/oak-place/keys')).toContainEqual(
      expect.objectContaining({ key, allowedOrigins: [kept] }),
    );
    // The origin in the form that a browser sends.
    const { origin: asked } = new URL(kept.replace('*.', 'x.').replace(':*', ':3000'));
    expect(await use(String(key), asked)).toBe(200);
  });

  it('belong to one property', async () => {
    const key = (await ask('PUT', 'properties/oak-annex/keys/website', {}))['key'];
    for (const path of ['oak-place/keys/website', 'oak-annex/keys/shop'])
      expect(await refusal('DELETE', `properties/${path}/${String(key)}`)).toEqual([
        404,
        'NOT_FOUND',
      ]);
    expect(await refusal('POST', 'properties/oak-place/keys/nothing/rotate')).toEqual([
      404,
      'NOT_FOUND',
    ]);
    expect(await use(String(key), 'http://localhost:3000')).toBe(200);
  });
});

it('is for the operator alone', async () => {
  const guess = operator(world, 'a guess of somebody');
  expect((await guess('GET', 'properties')).status).toBe(401);
  expect((await guess('PUT', 'organizations/evil', { name: 'Evil' })).status).toBe(401);
  expect((await itemsOf('organizations')).map(({ slug }) => slug)).not.toContain('evil');
});
