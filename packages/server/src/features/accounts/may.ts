/** Who may do what. Pure. */
import type { Member } from '../../http/member.ts';
import type { Actor } from '../../unit-of-work.ts';

type Who = Pick<Member, 'organizationId' | 'role' | 'profileId' | 'propertyIds' | 'operator'>;

export interface PropertyFacts {
  id: string;
  organizationId: string;
  /** Whether the member gives tours there. */
  shown: boolean;
}

/** What one may not see does not exist, as far as they are told. */
export function maySeeProperty(member: Who, property: PropertyFacts): boolean {
  if (member.operator) return true;
  if (property.organizationId !== member.organizationId) return false;
  if (member.propertyIds && !member.propertyIds.includes(property.id)) return false;
  return member.role !== 'agent' || property.shown;
}

/** Whether, at a property they see, they act for the whole of it: its tours, calendars and settings. */
export const mayManage = ({ role }: Pick<Actor, 'role'>): boolean =>
  role === 'manager' || role === 'owner' || role === 'operator';

/** Whether, at a property they see, they act for this agent: see and change their tours and calendars. */
export const mayActFor = (actor: Pick<Actor, 'role' | 'profileId'>, profileId: string): boolean =>
  mayManage(actor) || profileId === actor.profileId;
