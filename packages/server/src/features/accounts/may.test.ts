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

  it('nobody of another organisation, whatever they are', () => {
    const theirs = { ...maple, organizationId: 'theirs', shown: true };
    for (const member of [owner, manager, restricted, agent])
      expect(maySeeProperty(member, theirs)).toBe(false);
    expect(maySeeProperty(operator, theirs)).toBe(true);
  });
});

it('an agent acts for themselves, the others for everyone', () => {
  const acts = [owner, manager, agent, operator].map((member) => [
    mayManage(member),
    mayActFor(member, 'me'),
    mayActFor(member, 'somebody'),
  ]);
  expect(acts).toEqual([
    [true, true, true],
    [true, true, true],
    [false, true, false],
    [true, true, true],
  ]);
  expect(mayActFor({ ...agent, profileId: null }, 'somebody')).toBe(false);
});
