import { z } from 'zod';
import { normalEmail } from './email-address.ts';
import { emailSchema } from './text.ts';

export const roles = ['owner', 'manager', 'agent'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** `POST /api/auth/sign-in/email`. The answer is a cookie. */
export const signInSchema = z.object({
  /** Anything: what is no address is nobody's. */
  email: z
    .string()
    .trim()
    .max(254)
    .transform((text) => normalEmail(text) ?? text.toLowerCase()),
  password: z.string().min(1).max(128),
});
export type SignIn = z.infer<typeof signInSchema>;

/** `POST /api/auth/change-password`. Ends every other session of the account. */
export const changePasswordSchema = z.object({
  currentPassword: z.string().min(1).max(128),
  newPassword: z.string().min(10).max(128),
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** `POST /api/admin/members`: an account for somebody who works for a property's organisation. */
export const newMemberSchema = z.object({
  /** The property's slug. A manager acts on this one; an owner on all of the organisation. */
  property: z.string(),
  /** Narrower than anybody else's: better-auth signs in with no other. */
  email: emailSchema.pipe(z.email('Nobody can sign in with this address')),
  role: roleSchema,
});
export type NewMember = z.infer<typeof newMemberSchema>;

/** `GET /api/dashboard/me`: who is signed in, and what they see. */
export const meSchema = z.object({
  success: z.literal(true),
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  organization: z.object({ id: z.string(), name: z.string() }),
  role: roleSchema,
  /** Runs this server: may act on every property. */
  operator: z.boolean(),
  /** By name. An agent sees those where they give tours. */
  properties: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      /** IANA zone. */
      timezone: z.string(),
    }),
  ),
  /** The agent they are themselves; absent for who gives no tours. */
  profile: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }).nullable(),
});
export type Me = z.infer<typeof meSchema>;
