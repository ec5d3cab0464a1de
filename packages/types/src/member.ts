import { z } from 'zod';
import { normalEmail } from './email-address.ts';

export const roles = ['owner', 'manager', 'agent'] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** `POST /api/auth/sign-in/email`. The answer sets a cookie. */
export const signInSchema = z.object({
  /** Not validated: a text that is no address belongs to no account. */
  email: z
    .string()
    .trim()
    .max(254)
    .transform((text) => normalEmail(text) ?? text.toLowerCase()),
  password: z.string().min(1).max(128),
});
export type SignIn = z.infer<typeof signInSchema>;

export const newPasswordSchema = z
  .string()
  .min(10, 'A password has at least 10 characters.')
  .max(128, 'A password has at most 128 characters.');

/** `POST /api/auth/change-password`. Ends every other session of the account. */
export const changePasswordSchema = z.object({
  currentPassword: z.string().min(1).max(128),
  newPassword: newPasswordSchema,
});
export type ChangePassword = z.infer<typeof changePasswordSchema>;

/** `GET /api/dashboard/me`: the signed-in person, and what they may see. */
export const meSchema = z.object({
  success: z.literal(true),
  user: z.object({ id: z.string(), email: z.string(), name: z.string() }),
  organization: z.object({ id: z.string(), name: z.string() }),
  role: roleSchema,
  /** Runs this server, and may act on every property. */
  operator: z.boolean(),
  /** Sorted by name. Agents see the properties where they give tours. */
  properties: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      name: z.string(),
      /** IANA zone. */
      timezone: z.string(),
    }),
  ),
  /** The person's own agent; absent if they give no tours. */
  profile: z.object({ id: z.string(), name: z.string(), email: z.string().nullable() }).nullable(),
});
export type Me = z.infer<typeof meSchema>;
