/**
 * Finds whether a message asks for a tour, and when; without a model or a network. Each word becomes the letter of
 * its class, and the rules are regular expressions over the letters, so that one rule covers many wordings. All
 * English is in `tour-intent-en.ts` and `tour-day-en.ts`.
 */
import type { DayMention } from './tour-date.ts';
import { type DayPart, dayPartOf, markDays, marksIn } from './tour-day.ts';
import { enLexicon } from './tour-intent-en.ts';
import { classLetters, clauseLetters, tokenize, type TourLexicon } from './tour-words.ts';

export type Intent =
  /** The days in the message, for resolveDay. */
  | { kind: 'tour'; days: DayMention[]; dayPart?: DayPart }
  | { kind: 'own-tour'; wish: 'cancel' | 'change' };

const any = (rules: readonly RegExp[], clause: string): boolean =>
  rules.some((rule) => rule.test(clause));

/** Only the beginning is read: a long letter says there what it wants, and the rules must stay fast. */
const head = (text: string): string => text.slice(0, 600);

/** "Cancel my tour", "can we reschedule?": the message is about a booked tour. */
function asksToManage(text: string, lexicon: TourLexicon): 'cancel' | 'change' | null {
  const all = clauseLetters(text, lexicon);
  if (all.some((clause) => any(lexicon.change, clause))) return 'change';
  return all.some((clause) => any(lexicon.cancel, clause)) ? 'cancel' : null;
}

/**
 * Finds a wish to see the place, or a word about a booked tour. A question *about* tours ("do you offer virtual
 * tours?", "how long is a tour?") is neither: it needs an answer, not a salesman's calendar.
 * @param invited the visitor was just asked whether they would like to come; then "yes" is a wish.
 */
export function detectIntent(
  text: string,
  { invited = false, lexicon = enLexicon }: { invited?: boolean; lexicon?: TourLexicon } = {},
): Intent | null {
  const start = head(text);
  const wish = asksToManage(start, lexicon);
  if (wish) return { kind: 'own-tour', wish };

  const words = tokenize(start, lexicon);
  const { days, onlyWhen, wishes, marked } = daysOf(words, lexicon);
  const offersDay = days.some(({ not }) => !not);
  // "I can't come Monday, but Tuesday works" may answer an invitation.
  if (lexicon.cannotKeep.test(marked) && !(invited && offersDay)) return ownTour;
  if (lexicon.cannotCome.test(marked) && !offersDay) return ownTour;

  const dayPart = dayPartOf(words, lexicon.days);
  const wanted =
    wishes ||
    clauseLetters(start, lexicon).some((clause) => wants(clause, lexicon)) ||
    // "Saturday", "tomorrow at noon": a mere time can only be for a tour.
    (onlyWhen && offersDay) ||
    (invited && ((onlyWhen && dayPart) || lexicon.yes.test(words.join(' '))));
  return wanted ? { kind: 'tour', days, ...(dayPart && { dayPart }) } : null;
}

const ownTour = { kind: 'own-tour', wish: 'change' } as const;

const wants = (clause: string, lexicon: TourLexicon): boolean =>
  any(lexicon.want, clause) && !any(lexicon.veto, clause);

/**
 * The days of the tour: those in clauses that ask for a tour, or that say only when. "My sister comes on Friday" is
 * about something else.
 */
function daysOf(words: readonly string[], lexicon: TourLexicon) {
  const { weekdays, whenWords, aside } = lexicon.days;
  const [aDay = ''] = weekdays[0]?.split(' ') ?? [];
  const when = new Set(whenWords.split(' '));
  const { text, mentions } = markDays(words, lexicon.days);
  const numbers = new Set<number>();
  let onlyWhen = true;
  let wishes = false;
  let wasAside = false;
  for (const piece of text.split(lexicon.joints)) {
    const spokenWords = piece.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
    if (spokenWords.length === 0) continue;
    const isOnlyDays = spokenWords.every((word) => word.startsWith('@'));
    const saysWhen = spokenWords.every(
      (word) => /^(?:@\w+|\d+|[WM]\d+)$/.test(word) || when.has(word),
    );
    // A date on its own belongs to the clause before it: "I'm moving, March 3, and …".
    wasAside = aside.test(` ${piece} `) || (wasAside && isOnlyDays);
    const plain = piece.replace(/@any/g, '').replace(/@\d+|[WM]\d+/g, aDay);
    const wish = wants(classLetters(plain, lexicon), lexicon);
    wishes ||= wish;
    if (!wasAside && (saysWhen || wish)) {
      for (const n of marksIn(piece, [/@\d+/g])) numbers.add(n);
    }
    onlyWhen &&= saysWhen && !wasAside;
  }
  const days = mentions.filter((mention, n) => mention.kind === 'any' || numbers.has(n));
  return { days, onlyWhen, wishes, marked: text };
}
