/** Decides who may do what. Pure. */
import type { Member } from '../../http/member.ts';
import type { Actor } from '../../unit-of-work.ts';

type Who = Pick<Member, 'organizationId' | 'role' | 'profileId' | 'propertyIds' | 'operator'>;

export interface PropertyFacts {
  id: string;
  organizationId: string;
  /** Whether the member gives tours there. */
  shown: boolean;
}

/** Whether a member may see a property. To others it must look as if the property did not exist. */
export function maySeeProperty(member: Who, property: PropertyFacts): boolean {
  if (member.operator) return true;
  if (property.organizationId !== member.organizationId) return false;
  if (member.propertyIds && !member.propertyIds.includes(property.id)) return false;
  return member.role !== 'agent' || property.shown;
}

/** Whether the actor may act for a whole property that they see: on its tours, calendars and settings. */
export const mayManage = ({ role }: Pick<Actor, 'role'>): boolean =>
  role === 'manager' || role === 'owner' || role === 'operator';

/** Whether the actor may act for an agent at a property that they see: see and change the agent's tours and calendars. */
export const mayActFor = (actor: Pick<Actor, 'role' | 'profileId'>, profileId: string): boolean =>
  mayManage(actor) || profileId === actor.profileId;
