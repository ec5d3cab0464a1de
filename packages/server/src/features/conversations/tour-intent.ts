/**
 * Does a message ask to come and see the place, and when? No model, no network: each word becomes the letter of its
 * class, and the rules are regular expressions over the string of letters, so that a rule covers every wording of its
 * kind. All that is English stands in `tour-intent-en.ts`.
 */
import { type DayPart, dayOf, type IntentDay, partOf } from './tour-day.ts';
import { enLexicon } from './tour-intent-en.ts';
import { clauses, read, type TourLexicon } from './tour-words.ts';

interface TourIntent {
  kind: 'tour';
  day?: IntentDay;
  dayPart?: DayPart;
}
type ManageIntent = 'cancel' | 'change';

const any = (rules: readonly RegExp[], clause: string): boolean =>
  rules.some((rule) => rule.test(clause));

/** What someone wants stands at the beginning of a long letter, and the rules must stay quick. */
const head = (text: string): string => text.slice(0, 600);

/** "Cancel my tour", "I need to move my appointment": about a tour that is booked already. */
export function detectManageIntent(
  text: string,
  lexicon: TourLexicon = enLexicon,
): ManageIntent | null {
  const all = clauses(head(text), lexicon);
  if (all.some((clause) => any(lexicon.change, clause))) return 'change';
  return all.some((clause) => any(lexicon.cancel, clause)) ? 'cancel' : null;
}

/**
 * A wish to see the place. A question *about* tours ("do you offer virtual tours?", "how long is a tour?") is not one:
 * it has an answer, and a calendar in its place would be a salesman's.
 */
export function detectTourIntent(
  text: string,
  lexicon: TourLexicon = enLexicon,
): TourIntent | null {
  const start = head(text);
  const wanted = clauses(start, lexicon).some(
    (clause) => any(lexicon.want, clause) && !any(lexicon.veto, clause),
  );
  if (!wanted || detectManageIntent(start, lexicon)) return null;
  const words = read(start, lexicon);
  const day = dayOf(words, start, lexicon);
  const dayPart = partOf(words, lexicon);
  return { kind: 'tour', ...(day && { day }), ...(dayPart && { dayPart }) };
}
