import type { Role } from '@luma-leasing/types/member';

/** The prefix of the session cookies. */
export const cookiePrefix = 'luma';

/** A person who is signed in. */
export interface Member {
  sessionId: string;
  userId: string;
  email: string;
  name: string;
  organizationId: string;
  role: Role;
  /** The profile of a member who gives tours. */
  profileId: string | null;
  /** Null: all properties of the organization. */
  propertyIds: string[] | null;
  /** Whether OPERATOR_EMAILS names the member, who then may act for every property. */
  operator: boolean;
}

export interface SignedIn {
  member: Member;
  /** `Set-Cookie` values for the answer: a session that is used is prolonged. */
  cookies: string[];
}
