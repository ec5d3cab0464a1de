import { z } from 'zod';
import { sentText, typedText } from './text.ts';

/** `POST /api/lumaleasing/chat`: what a visitor wrote in the chat. */
export const chatMessageSchema = z.object({
  text: typedText(2000).pipe(z.string().min(1)),
  /** Of the visitor's widget; BCP 47. */
  locale: sentText(35).optional(),
  /**
   * What the visitor answers: `invitation`, when the widget has just asked whether they would like to come and see the
   * place. Only then "yes" and "in the afternoon" are wishes. A server ignores a value that it does not know.
   */
  after: sentText(40).optional(),
});
export type ChatMessage = z.input<typeof chatMessageSchema>;

/**
 * What it means. There will be more kinds, and more fields: a widget takes a kind that it does not know for `unknown`,
 * after which it offers to pass the question to the team.
 */
export const chatAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    /** A wish to see the place: open the calendar. */
    kind: z.literal('tour'),
    /**
     * The day that was spoken of, in the property's zone: today or later, free or not. Left out where the words fit
     * more than one day ("next week", "Monday or Tuesday").
     */
    date: z.iso.date().optional(),
    dayPart: z.enum(['morning', 'afternoon', 'evening']).optional(),
  }),
  z.object({
    /** About a tour that is booked already. */
    kind: z.literal('own-tour'),
    wish: z.enum(['cancel', 'change']),
  }),
  z.object({ kind: z.literal('unknown') }),
]);
export type ChatAnswer = z.infer<typeof chatAnswerSchema>;

export const chatAnsweredSchema = z.object({
  success: z.literal(true),
  answer: chatAnswerSchema,
});
export type ChatAnswered = z.infer<typeof chatAnsweredSchema>;
