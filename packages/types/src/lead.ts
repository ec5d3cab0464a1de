import { z } from 'zod';
import { emailSchema, nameSchema, sentText, typedLine, typedText } from './text.ts';

/**
 * `POST /api/lumaleasing/leads`: a question for the team, or a call-back request. It needs `email` or `phone`, so that
 * the team can answer.
 */
export const leaveMessageSchema = z
  .object({
    kind: z.enum(['question', 'callback']),
    message: typedText(4000).optional(),
    firstName: nameSchema.optional(),
    lastName: nameSchema.optional(),
    email: emailSchema.optional(),
    phone: typedLine(40).optional(),
    privacyConsent: z.boolean().optional(),
    consentVersion: sentText(40).optional(),
    locale: sentText(35).optional(),
    page: sentText(2000).optional(),
  })
  .refine((lead) => lead.email ?? lead.phone, {
    path: ['email'],
    message: 'An email address or a phone number is needed',
  })
  .refine((lead) => lead.kind === 'callback' || lead.message, {
    path: ['message'],
    message: 'Required',
  });
export type LeaveMessage = z.input<typeof leaveMessageSchema>;

/** The answer does not say whether the person was known before. */
export const messageLeftSchema = z.object({
  success: z.literal(true),
  message: z.object({ id: z.string() }),
});
export type MessageLeft = z.infer<typeof messageLeftSchema>;
