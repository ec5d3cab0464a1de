import { describe, expect, it } from 'vitest';
import { mayActFor, mayManage, maySeeProperty } from './may.ts';

const base = {
  organizationId: 'ours',
  role: 'owner' as const,
  profileId: null,
  propertyIds: null,
  operator: false,
};
const owner = base;
const manager = { ...base, role: 'manager' as const };
const restricted = { ...manager, propertyIds: ['maple'] };
const agent = { ...base, role: 'agent' as const, profileId: 'me' };
const operator = { ...agent, operator: true };
const maple = { id: 'maple', organizationId: 'ours', shown: false };

describe('who sees a property', () => {
  it.each([
    ['an owner', owner, true],
    ['a manager', manager, true],
    ['a manager of this one', restricted, true],
    ['a manager of another', { ...restricted, propertyIds: ['oak'] }, false],
    ['a manager of none', { ...restricted, propertyIds: [] }, false],
    ['an agent who gives no tours there', agent, false],
    ['an operator', operator, true],
  ])('%s', (_who, member, sees) => expect(maySeeProperty(member, maple)).toBe(sees));

  it('an agent, where they give tours', () => {
    expect(maySeeProperty(agent, { ...maple, shown: true })).toBe(true);
    const elsewhere = { ...agent, propertyIds: ['oak'] };
    expect(maySeeProperty(elsewhere, { ...maple, shown: true })).toBe(false);
  });

  it('nobody of another organization, in any role', () => {
    const theirs = { ...maple, organizationId: 'theirs', shown: true };
    for (const member of [owner, manager, restricted, agent])
      expect(maySeeProperty(member, theirs)).toBe(false);
    expect(maySeeProperty(operator, theirs)).toBe(true);
  });
});

it('an agent acts for themselves, the others for everyone', () => {
  const roles = [
    'owner',
    'manager',
    'operator',
    'agent',
    'prospect',
    'calendar',
    'system',
  ] as const;
  const acts = roles.map((role) => [
    role,
    mayManage({ role }),
    mayActFor({ role, profileId: 'me' }, 'me'),
    mayActFor({ role, profileId: 'me' }, 'somebody'),
  ]);
  expect(acts).toEqual([
    ['owner', true, true, true],
    ['manager', true, true, true],
    ['operator', true, true, true],
    ['agent', false, true, false],
    // These roles are not members: other guards let them in.
    ['prospect', false, true, false],
    ['calendar', false, true, false],
    ['system', false, true, false],
  ]);
  expect(mayActFor({ role: 'agent', profileId: null }, 'somebody')).toBe(false);
});
