/**
 * Does a message ask to come and see the place, and when? No model, no network: each word becomes the letter of its
 * class, and the rules are regular expressions over the string of letters, so that a rule covers every wording of its
 * kind. All that is English stands in `tour-intent-en.ts` and `tour-day-en.ts`.
 */
import type { DayMention } from './tour-date.ts';
import { type DayPart, markDays, marksIn, partOf } from './tour-day.ts';
import { enLexicon } from './tour-intent-en.ts';
import { clauses, letters, tokens, type TourLexicon } from './tour-words.ts';

export type Intent =
  /** The days that were spoken of, for resolveDay. */
  | { kind: 'tour'; days: DayMention[]; dayPart?: DayPart }
  | { kind: 'own-tour'; wish: 'cancel' | 'change' };

const any = (rules: readonly RegExp[], clause: string): boolean =>
  rules.some((rule) => rule.test(clause));

/** What someone wants stands at the beginning of a long letter, and the rules must stay quick. */
const head = (text: string): string => text.slice(0, 600);

/** "Cancel my tour", "can we reschedule?": about a tour that is booked already. */
function asksToManage(text: string, lexicon: TourLexicon): 'cancel' | 'change' | null {
  const all = clauses(text, lexicon);
  if (all.some((clause) => any(lexicon.change, clause))) return 'change';
  return all.some((clause) => any(lexicon.cancel, clause)) ? 'cancel' : null;
}

/**
 * A wish to see the place, or a word about a tour that is booked. A question *about* tours ("do you offer virtual
 * tours?", "how long is a tour?") is neither: it has an answer, and a calendar in its place would be a salesman's.
 * @param invited the visitor was just asked whether they would like to come: then "yes" is a wish.
 */
export function detectIntent(
  text: string,
  { invited = false, lexicon = enLexicon }: { invited?: boolean; lexicon?: TourLexicon } = {},
): Intent | null {
  const start = head(text);
  const wish = asksToManage(start, lexicon);
  if (wish) return { kind: 'own-tour', wish };

  const words = tokens(start, lexicon);
  const { days, onlyWhen, wishes, marked } = daysOf(words, lexicon);
  const offersDay = days.some(({ not }) => !not);
  // "I can't come Monday, but Tuesday works" answers an offer.
  if (lexicon.cannotKeep.test(marked) && !(invited && offersDay)) return ownTour;
  if (lexicon.cannotCome.test(marked) && !offersDay) return ownTour;

  const dayPart = partOf(words, lexicon.days);
  const wanted =
    wishes ||
    clauses(start, lexicon).some((clause) => wants(clause, lexicon)) ||
    // "Saturday", "tomorrow at noon": what else would one do there and then?
    (onlyWhen && offersDay) ||
    (invited && ((onlyWhen && dayPart) || lexicon.yes.test(words.join(' '))));
  return wanted ? { kind: 'tour', days, ...(dayPart && { dayPart }) } : null;
}

const ownTour = { kind: 'own-tour', wish: 'change' } as const;

const wants = (clause: string, lexicon: TourLexicon): boolean =>
  any(lexicon.want, clause) && !any(lexicon.veto, clause);

/**
 * The days that are the tour's: of clauses that ask for it, and of those that say nothing but when. "My sister comes on
 * Friday" says when something else is.
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
    const said = piece.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word));
    if (said.length === 0) continue;
    const bare = said.every((word) => word.startsWith('@'));
    const saysWhen = said.every((word) => /^(?:@\w+|\d+|[WM]\d+)$/.test(word) || when.has(word));
    // A date that stands alone belongs to what stands before it: "I'm moving, March 3, and …".
    wasAside = aside.test(` ${piece} `) || (wasAside && bare);
    const plain = piece.replace(/@any/g, '').replace(/@\d+|[WM]\d+/g, aDay);
    const wish = wants(letters(plain, lexicon), lexicon);
    wishes ||= wish;
    if (!wasAside && (saysWhen || wish)) {
      for (const n of marksIn(piece, [/@\d+/g])) numbers.add(n);
    }
    onlyWhen &&= saysWhen && !wasAside;
  }
  const days = mentions.filter((mention, n) => mention.kind === 'any' || numbers.has(n));
  return { days, onlyWhen, wishes, marked: text };
}
