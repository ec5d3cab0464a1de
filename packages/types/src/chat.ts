import { z } from 'zod';
import { sentText, typedText } from './text.ts';

/** `POST /api/lumaleasing/chat`: what a visitor wrote in the chat. */
export const chatMessageSchema = z.object({
  text: typedText(2000).pipe(z.string().min(1)),
  /** Language of the visitor's widget; BCP 47. */
  locale: sentText(35).optional(),
  /**
   * `invitation`: the widget has just asked whether the visitor would like to see the place. Only then does "yes" ask
   * for a tour. A server ignores values that it does not know.
   */
  after: sentText(40).optional(),
});
export type ChatMessage = z.input<typeof chatMessageSchema>;

/**
 * What the visitor's words mean. A widget treats a kind that it does not know as `unknown`, and offers to pass the
 * question to the team.
 */
export const chatAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    /** The visitor would like to see the place: open the calendar. */
    kind: z.literal('tour'),
    /**
     * The day that the visitor named, in the property's zone, free or not. Absent where the words fit more than one day
     * ("next week", "Monday or Tuesday").
     */
    date: z.iso.date().optional(),
    dayPart: z.enum(['morning', 'afternoon', 'evening']).optional(),
  }),
  z.object({
    /** The words are about a tour that is already booked. */
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
