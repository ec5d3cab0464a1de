import type { Role } from '@luma-leasing/types/member';
import type { Context } from '../src/context.ts';
import { createResetLink } from '../src/features/accounts/reset/create-reset-link.ts';
import { resetPassword } from '../src/features/accounts/reset/reset-password.ts';
import { putMember } from '../src/features/admin/people/put-member.ts';
import { getProperty } from '../src/features/admin/properties/list-properties.ts';

interface NewMember {
  /** The slug of a property of their organisation: a manager's. */
  property: string;
  email: string;
  role: Role;
  password: string;
}

/** An account, and its password chosen by the link. */
export async function createMember(ctx: Context, { property, email, role, password }: NewMember) {
  const { organization } = await getProperty(ctx, property);
  const properties = role === 'manager' ? [property] : undefined;
  await putMember(ctx, email, { organization, role, properties });
  const link = await createResetLink(ctx, email);
  await resetPassword(ctx, link.split('/').at(-1)!, password);
}
