import type { Role } from '@luma-leasing/types/member';

/** Of the cookies that hold a session. */
export const cookiePrefix = 'luma';

/** Who asks with a session. */
export interface Member {
  sessionId: string;
  userId: string;
  email: string;
  name: string;
  organizationId: string;
  role: Role;
  /** The agent they are themselves. */
  profileId: string | null;
  /** Null: all properties of the organisation. */
  propertyIds: string[] | null;
  /** Named by the setting OPERATOR_EMAILS: may act on every property there is. */
  operator: boolean;
}

export interface SignedIn {
  member: Member;
  /** `Set-Cookie` lines to answer with: a session in use lives on. */
  cookies: string[];
}
