import type { ErrorBody } from '@luma-leasing/types/errors';
import type { Me } from '@luma-leasing/types/member';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alsoShows } from '../../../test/calendars.ts';
import { signIn, type Browser } from '../../../test/members.ts';
import { agentAccount } from '../../../test/sandbox.ts';
import { createWorld, type World } from '../../../test/world.ts';
import { asSystem, type TenantScope } from '../../db/scope.ts';
import type { AppError } from '../../lib/errors.ts';
import { requireMember } from './find-member.ts';
import { unitAtProperty } from './unit-of-member.ts';

const operatorEmail = 'operator@example.com';
let world: World;
/** A property of another organization, and one of the same. */
let stranger: TenantScope;
let sister: TenantScope;
const people: Record<string, Browser> = {};
beforeAll(async () => {
  world = await createWorld({
    jobs: false,
    settings: { OPERATOR_EMAILS: ` ops@example.com, ${operatorEmail.toUpperCase()} ` },
  });
  const { organizationId } = world.scope;
  stranger = await world.addProperty({ slug: 'stranger', key: 'pk_stranger' });
  sister = await world.addProperty({
    slug: 'sister',
    key: 'pk_sister',
    organization: { id: organizationId, name: '' },
    property: { name: 'Alder Court' },
    agents: [{ name: 'Sam Ortiz', email: 'sam@example.com' }],
  });
  people['owner'] = await signIn(world, { role: 'owner' });
  people['manager'] = await signIn(world, { role: 'manager' });
  people['agent'] = await signIn(world, { role: 'agent', email: agentAccount });
  people['stranger'] = await signIn(world, { role: 'owner', property: 'stranger' });
  people['operator'] = await signIn(world, {
    role: 'owner',
    property: 'stranger',
    email: operatorEmail,
  });
});
afterAll(() => world.stop());

const memberOf = async (name: string) => {
  const headers = new Headers({ cookie: people[name]!.cookie });
  return (await requireMember(world.ctx, headers)).member;
};
const meOf = async (name: string) =>
  (await (await people[name]!.get('/api/dashboard/me')).json()) as Me;
/** The answer about a property: its id, or the code of a refusal. */
const reaches = async (name: string, property: string) =>
  unitAtProperty(world.ctx, await memberOf(name), property).then(
    ({ scope }) => scope.propertyId,
    (error: unknown) => (error as AppError).code,
  );

describe('GET /me', () => {
  it('tells the member and the properties they act on, by name', async () => {
    expect(await meOf('owner')).toEqual({
      success: true,
      user: { id: expect.any(String), email: people['owner']!.email, name: people['owner']!.email },
      organization: { id: world.scope.organizationId, name: 'Maple Living' },
      role: 'owner',
      operator: false,
      properties: [
        { id: sister.propertyId, slug: 'sister', name: 'Alder Court', timezone: 'America/Chicago' },
        {
          id: world.scope.propertyId,
          slug: 'maple-court',
          name: 'Maple Court',
          timezone: 'America/Chicago',
        },
      ],
      profile: null,
    });
  });

  it('tells managers, agents and operators what they are', async () => {
    const slugs = ({ properties }: Me) => properties.map(({ slug }) => slug);
    const [manager, agent, operator] = await Promise.all(
      ['manager', 'agent', 'operator'].map(meOf),
    );
    expect([manager!.role, slugs(manager!)]).toEqual(['manager', ['maple-court']]);
    expect([agent!.role, slugs(agent!)]).toEqual(['agent', ['maple-court']]);
    expect(agent!.profile).toMatchObject({ name: 'Maya Chen', email: agentAccount });
    expect(agent!.user.name).toBe('Maya Chen');
    expect([operator!.operator, slugs(operator!)]).toEqual([true, ['stranger']]);
  });

  it('refuses an account that belongs to no organization any more', async () => {
    const person = await signIn(world, { role: 'owner' });
    const { user } = (await (await person.get('/api/dashboard/me')).json()) as Me;
    await asSystem(world.ctx.db, (tx) =>
      tx.execute(sql`delete from members where user_id = ${user.id}`),
    );
    const answer = await person.get('/api/dashboard/me');
    expect([answer.status, ((await answer.json()) as ErrorBody).error.code]).toEqual([
      403,
      'FORBIDDEN',
    ]);
  });
});

describe('who may act at which property', () => {
  it('an owner at all properties of the organization, and at no other', async () => {
    expect(await reaches('owner', world.scope.propertyId)).toBe(world.scope.propertyId);
    expect(await reaches('owner', 'sister')).toBe(sister.propertyId);
    for (const property of [stranger.propertyId, 'stranger'])
      expect(await reaches('owner', property)).toBe('NOT_FOUND');
    expect(await reaches('stranger', 'maple-court')).toBe('NOT_FOUND');
  });

  it('a manager at their own', async () => {
    expect(await reaches('manager', 'maple-court')).toBe(world.scope.propertyId);
    expect(await reaches('manager', 'sister')).toBe('NOT_FOUND');
    expect(await reaches('manager', stranger.propertyId)).toBe('NOT_FOUND');
  });

  it('an agent where they give tours', async () => {
    expect(await reaches('agent', 'maple-court')).toBe(world.scope.propertyId);
    expect(await reaches('agent', 'sister')).toBe('NOT_FOUND');
    await alsoShows(world, agentAccount, sister);
    expect(await reaches('agent', 'sister')).toBe(sister.propertyId);
    expect((await meOf('agent')).properties).toHaveLength(2);
    expect(await reaches('agent', 'stranger')).toBe('NOT_FOUND');
  });

  it('an operator at every one', async () => {
    for (const { propertyId } of [world.scope, sister, stranger])
      expect(await reaches('operator', propertyId)).toBe(propertyId);
    const { scope } = await unitAtProperty(world.ctx, await memberOf('operator'), 'maple-court');
    expect(scope).toEqual(world.scope);
  });

  it.each(['', 'nowhere', '00000000-0000-0000-0000-000000000000', "' or true --"])(
    'nobody at one that is not there: %j',
    async (property) => {
      for (const name of ['owner', 'operator'])
        expect(await reaches(name, property)).toBe('NOT_FOUND');
    },
  );

  it('nobody as an operator whom the settings no longer name, or whose address is not verified', async () => {
    const { config } = world.ctx;
    const ask = (OPERATOR_EMAILS: string[]) =>
      requireMember(
        { ...world.ctx, config: { ...config, OPERATOR_EMAILS } },
        new Headers({ cookie: people['operator']!.cookie }),
      );
    expect((await ask([])).member.operator).toBe(false);
    expect((await ask([operatorEmail])).member.operator).toBe(true);
    await world.database.asSuperuser(
      `update users set email_verified = false where email = '${operatorEmail}'`,
    );
    expect((await ask([operatorEmail])).member.operator).toBe(false);
    await world.database.asSuperuser(
      `update users set email_verified = true where email = '${operatorEmail}'`,
    );
  });
});
