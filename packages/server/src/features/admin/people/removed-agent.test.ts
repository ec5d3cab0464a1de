import type { Me } from '@luma-leasing/types/member';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileOf } from '../../../../test/calendars.ts';
import { signIn, type Browser } from '../../../../test/members.ts';
import { operator } from '../../../../test/operator.ts';
import { agentAccount } from '../../../../test/sandbox.ts';
import { bookedTour, freeTime, someone } from '../../../../test/tours.ts';
import { prospect } from '../../../../test/visitor.ts';
import { createWorld, type World } from '../../../../test/world.ts';

const ben = 'ben@example.com';
const agents = 'properties/maple-court/agents';
const times = 'properties/maple-court/times';
let world: World;
let ask: ReturnType<typeof operator>;
let owner: Browser;
let himself: Browser;
let profile: string;
let tour: string;
beforeAll(async () => {
  world = await createWorld({
    jobs: false,
    agents: [
      { name: 'Maya Chen', email: agentAccount },
      { name: 'Ben', email: ben },
    ],
  });
  ask = operator(world);
  owner = await signIn(world, { role: 'owner' });
  himself = await signIn(world, { role: 'agent', email: ben });
  profile = (await profileOf(world, ben)).id;
  for (const agent of [ben, agentAccount])
    await ask('PUT', `${times}/2026-01-28`, { agent, times: ['10:00', '11:00'] });
  tour = (await bookedTour(world, { agentId: profile })).id;
  expect((await ask('DELETE', `${agents}/${ben}`)).change).toBe('changed');
});
afterAll(() => world.stop());

const codeOf = async (answer: Response) =>
  ((await answer.json()) as { error?: { code: string } }).error?.code ?? answer.status;

it('is offered and booked no more [A2]', async () => {
  const startsAt = await freeTime(world, 1);
  const named = { ...prospect, ...someone(), startsAt, agentId: profile };
  expect((await world.book(named)).error.code).toBe('SLOT_TAKEN');
  for (const force of [true, false]) {
    const taken = { ...named, ...someone(), property: 'maple-court', force };
    expect(await codeOf(await owner.post('/api/dashboard/tours', taken))).toBe('NOT_FOUND');
  }
  // Maya's times by hand stay, also where Ben had the same. Ben's tour has used only his own.
  expect((await bookedTour(world)).agentName).toBe('Maya Chen');
});

it('has no times by hand, also after coming back', async () => {
  const body = { agent: ben, times: ['12:00'] };
  expect((await ask('PUT', `${times}/2026-01-28`, body)).error?.code).toBe('NOT_FOUND');
  expect((await ask('GET', times))['items']).toMatchObject([{ agent: agentAccount }]);
});

it('connects no calendar for the property', async () => {
  expect((await ask('POST', `${agents}/${ben}/connect-link`)).error?.code).toBe('NOT_FOUND');
  const connect = `/api/lumaleasing/calendar/connect?property=maple-court&agent=${profile}`;
  expect((await owner.get(connect)).status).toBe(404);
});

it('is given no appointments for the property', async () => {
  const appointment = {
    property: 'maple-court',
    agentId: profile,
    title: 'Signing',
    kind: 'signing',
    startsAt: '2026-01-29T16:00:00Z',
    endsAt: '2026-01-29T17:00:00Z',
  };
  const answer = await owner.post('/api/dashboard/appointments', appointment);
  expect(await codeOf(answer)).toBe('NOT_FOUND');
});

it('sees the property until the last tour booked with them is over', async () => {
  const slugs = async () =>
    ((await (await himself.get('/api/dashboard/me')).json()) as Me).properties.map(
      ({ slug }) => slug,
    );
  expect(await slugs()).toEqual(['maple-court']);
  expect((await himself.get(`/api/dashboard/tours/${tour}`)).status).toBe(200);
  expect((await owner.post(`/api/dashboard/tours/${tour}/cancel`)).status).toBe(200);
  expect(await slugs()).toEqual([]);
  expect((await himself.get(`/api/dashboard/tours/${tour}`)).status).toBe(404);
});
