import type { Role } from '@luma-leasing/types/member';
import type { Context } from '../src/context.ts';
import { operatorAtProperty } from '../src/features/accounts/unit-of-operator.ts';
import { createResetLink } from '../src/features/accounts/reset/create-reset-link.ts';
import { resetPassword } from '../src/features/accounts/reset/reset-password.ts';
import { putMember } from '../src/features/admin/people/put-member.ts';

interface NewMember {
  /** The slug of a property of their organization: a manager's. */
  property: string;
  email: string;
  role: Role;
  password: string;
}

/** An account, and its password chosen by the link. */
export async function createMember(ctx: Context, { property, email, role, password }: NewMember) {
  const unit = await operatorAtProperty(ctx, property);
  await putMember(unit, email, { role, ...(role === 'manager' ? { properties: [property] } : {}) });
  const link = await createResetLink(unit, email);
  await resetPassword(ctx, link.split('/').at(-1)!, password);
}
