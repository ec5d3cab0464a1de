/**
 * The English phrases for days that `tour-day.ts` looks for, in order. A phrase that may mean something else is not
 * read.
 */
import type { DayMention } from './tour-date.ts';
import type { DayLexicon } from './tour-day.ts';

/** A pattern that matches whole words only. */
export const phrase = (pattern: string): RegExp => new RegExp(`(?<= )(?:${pattern})(?= )`, 'g');
const oneOf = (words: string): string => words.replaceAll(' ', '|');

const counts = 'one two three four five six seven eight nine ten eleven twelve thirteen fourteen';
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth ' +
  'fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth';
const tens: Record<string, number> = { twenty: 20, twentieth: 20, thirty: 30, thirtieth: 30 };

/** "5", "two", "a", "fifth", "twenty - first". */
function numberOf(words: string): number {
  const values = words.split(/[ -]+/).map((word) => {
    if (/^\d+$/.test(word)) return Number(word);
    if (word === 'a' || word === 'an') return 1;
    if (tens[word]) return tens[word];
    return Math.max(counts.split(' ').indexOf(word), ordinals.split(' ').indexOf(word)) + 1;
  });
  return values.reduce((sum, value) => sum + value, 0);
}

export const number = '\\d{1,2}';
const suffix = '(?:st|nd|rd|th)';
const ordinalWord = `(?:(?:twenty|thirty) (?:- )?)?(?:${oneOf(ordinals)})`;
const weekday = 'W(\\d)';
/** The day in a date: "27", "27th", "the twenty-seventh". */
const dayNumber = `(?:the )?(${number}|${ordinalWord})(?: ${suffix})?`;
const year = '(?:(?: ,)? (20\\d\\d))?';
const count = `(${number}|a|an|${oneOf(counts)})`;
const orTo = '(?:or|and|to|through|thru|-|–|&|\\/)';
export const notATime = '(?! (?:am|pm|oclock|:|h|%|\\/) )';
export const tourNoun =
  '(?:tours?|touring|viewing|showing|visit|walkthrough|appointment|appt|slot)';

/**
 * The words that may follow a number that is a date. A noun makes it "the 5th floor", "may 5 people", "a 2/2
 * apartment".
 */
const noNoun =
  '(?= (?:[.,!?;:()&@\\-–]|\\d+|[WM]\\d+|at|in|on|around|after|before|between|from|to|until|till|or|and|but|if|for|' +
  'is|isnt|are|was|works?|would|will|wont|can|could|may|might|should|does|doesnt|i|we|im|id|my|you|when|what|that|as|' +
  'so|since|because|with|by|please|pls|thanks|thank|ok|okay|good|great|best|fine|maybe|then|instead|too|also|' +
  `morning|afternoon|evening|night|noon|${tourNoun}) )`;
/** The same, without the verbs: "the 5th may work". */
const noVerb = '(?= (?:[.,!?;]|at|in|on|or|and|20\\d\\d) )';
/** The words that may stand before a day that could also be a noun or a verb: "sat", "2/14". */
const afterPreposition =
  '(?<= (?:[.,!?;:()&]|W\\d|on|this|next|coming|upcoming|for|or|and|to|between|from|until|till|before|after|not|except|but|' +
  `come|coming|by|about|is|are|maybe|either|${tourNoun}|(?:see|tour|view|visit) (?:it|you)|do|free|available) )`;
const afterDay = '(?<= (?:on|W\\d|W\\d ,) )';
/** "the", but not after verbs like "see": "see the 2nd" is about a unit. */
const afterThe = `(?<=(?<!(?:see|seeing|view|tour|show|show me|rent|like|want|lease) )the |W\\d |W\\d , )`;

/** Days only beside certain words: not "I sat down", "lots of sun", "may I", "may 5 people come". */
export const doubtfulDays: DayLexicon['rewrites'] = [
  ...(
    [
      ['sat', 'W6'],
      ['sun', 'W0'],
    ] as const
  ).map(
    ([word, day]) =>
      [
        new RegExp(`(?:${afterPreposition}|(?<= [-–/] ))${word}(?=${noNoun}| / )`, 'g'),
        day,
      ] as const,
  ),
  ...(
    [
      ['may', 'M5'],
      ['(?:march|mar)', 'M3'],
    ] as const
  ).flatMap(([word, month]) =>
    [
      `${word}(?= (?:the )?(?:${number} ${suffix}|${ordinalWord}) )`,
      `${word}(?= ${number}${noNoun})`,
      `(?<= (?:in|of|W\\d|W\\d ,) )${word}`,
      `(?<= (?:${number}|${suffix}) )${word}${noVerb}`,
    ].map((pattern) => [phrase(pattern), month] as const),
  ),
];

const date = (month: string, day: string, ofYear: string): DayMention => ({
  kind: 'date',
  month: Number(month),
  day: numberOf(day),
  ...(ofYear && { year: Number(ofYear.padStart(4, '20')) }),
});
const inDays = (days: number): DayMention => ({ kind: 'days-from-now', days });
const later = (daysLater: number, day: string): DayMention => ({
  kind: 'weekday',
  weekday: Number(day),
  daysLater,
});
const named = (day: string, which?: 'this' | 'next' | 'coming'): DayMention => ({
  kind: 'weekday',
  weekday: Number(day),
  ...(which && { which }),
});
const unclear = (): DayMention => ({ kind: 'unclear' });

/** "2/2" may be two bedrooms and two baths; "1/2" half a bath. */
const bedsAndBaths = (a: string, b: string): boolean => Number(a) <= 4 && Number(b) <= 4;

/** "2026-01-27", "1/27/26", "1/27". No part of a longer number, nor "unit 12/5", "a 9/5 job", "24/7". */
const inFigures: DayLexicon['mentions'] = [
  [
    phrase('(?<![-–/+#$] |\\d )(20\\d\\d) - (\\d\\d) - (\\d\\d)(?! [-–/])'),
    (y = '', m = '', d = '') => date(m, d, y),
  ],
  [
    phrase('(?<![-–/+#$] |\\d )(\\d{1,2}) ([-/.]) (\\d{1,2}) \\2 (20\\d\\d)(?! [-–/])'),
    (m = '', _sign, d = '', y = '') => date(m, d, y),
  ],
  [
    phrase('(?<![-–/+#$] |\\d )(\\d{1,2}) \\/ (\\d{1,2}) \\/ (\\d\\d)(?! [-–/])'),
    (m = '', d = '', y = '') => date(m, d, y),
  ],
  // "2/14 or 15"
  [phrase(`${afterPreposition}${number} \\/ ${number} ${orTo} ${number}(?= )${notATime}`), unclear],
  [phrase(`${afterDay}(${number}) \\/ (${number})${noNoun}`), (m = '', d = '') => date(m, d, '')],
  [
    phrase(`${afterPreposition}(${number}) \\/ (${number})${noNoun}`),
    (m = '', d = '') => (bedsAndBaths(m, d) ? null : date(m, d, '')),
  ],
];

const withMonth: DayLexicon['mentions'] = [
  // "January 5 or 6", "the 5th to the 7th of May", "3 January 5"
  [phrase(`M\\d+ ${dayNumber} ${orTo} ${dayNumber}(?= )${notATime}`), unclear],
  [phrase(`${dayNumber} ${orTo} ${dayNumber} (?:of )?M\\d+(?! ${number} )`), unclear],
  [phrase(`(?<!: )${number} M\\d+ ${number}${notATime}(?! (?:${suffix}|\\d+) )`), unclear],
  // "27th of January", "27 Jan 2026"; "January the 27th", "January 27, 2026"
  [
    phrase(`(?<!: )${dayNumber} (?:of )?M(\\d+)(?! ${number} ${suffix})${year}`),
    (d = '', m = '', y = '') => date(m, d, y),
  ],
  [
    phrase(`M(\\d+) (?:\\. )?${dayNumber}(?= )${notATime}${year}`),
    (m = '', d = '', y = '') => date(m, d, y),
  ],
  [
    phrase('(?<=(?:in|of|for|during|until|by) )M(\\d+)'),
    (m = '') => ({ kind: 'date', month: Number(m) }),
  ],
];

/** "The 5th". Not "the 5th floor", "tour the 2nd unit", "the first available". */
const ofAMonth: DayLexicon['mentions'] = [
  [phrase(`the ${number} ${suffix} ${orTo} (?:the )?${number} ${suffix}`), unclear],
  [
    phrase(`(?:the )?(${number}) ${suffix} of next month`),
    (d = '') => ({ kind: 'day-of-month', day: Number(d), of: 'next-month' }),
  ],
  [
    phrase(`${afterThe}(${number}) ${suffix}(?: of (?:the|this) month|${noNoun})`),
    (d = '') => ({ kind: 'day-of-month', day: Number(d) }),
  ],
  [
    phrase(`(?<=on the |W\\d the |W\\d , the )(${ordinalWord})${noNoun}`),
    (d = '') => ({ kind: 'day-of-month', day: numberOf(d) }),
  ],
];

/** "A week from Friday", "Friday week", "two weeks from tomorrow", "in two days". */
const counted: DayLexicon['mentions'] = [
  [
    phrase(`${count} weeks? (?:(?:from|on|after|this|next|coming) )*${weekday}`),
    (n = '', day = '') => later(7 * numberOf(n), day),
  ],
  [phrase(`${weekday} week(?! (?:after|of))`), (day = '') => later(7, day)],
  [phrase(`${count} weeks? (?:from|after) today`), (n = '') => inDays(7 * numberOf(n))],
  [phrase(`${count} weeks? (?:from|after) tomorrow`), (n = '') => inDays(7 * numberOf(n) + 1)],
  [
    phrase(`${count} days? (?:from|after) ${weekday}`),
    (n = '', day = '') => later(numberOf(n), day),
  ],
  [phrase(`${count} days? (?:from|after) (?:today|now)`), (n = '') => inDays(numberOf(n))],
  [phrase(`${count} days? (?:from|after) tomorrow`), (n = '') => inDays(numberOf(n) + 1)],
  [phrase(`in ${count} (?:day )?(?:or|to|-|–) (?:two|three|so|${number})(?: days?)?`), unclear],
  [phrase(`in ${count} days?(?: time)?(?! or)`), (n = '') => inDays(numberOf(n))],
  // "A week from now" names no exact day.
  [phrase(`${count} weeks? from now`), unclear],
  [
    phrase(
      `(?:in|within)(?: (?:${number}|a|the|few|couple|next|of|about|${oneOf(counts)}))+ (?:days|weeks?|months?)`,
    ),
    unclear,
  ],
  [phrase('(?:the )?day after tomorrow'), () => inDays(2)],
];

/** Several days, days of another calendar, and past days. */
const noOneDay: DayLexicon['mentions'] = [
  [phrase('(?:sun|mon|tues|wednes|thurs|fri|satur|week)days|weekends'), unclear],
  [
    phrase('(?:every|each|any|most|some|one|another|other|all|alternate|both|following) W\\d'),
    unclear,
  ],
  [phrase(`a W\\d(?! (?:morning|afternoon|evening|${tourNoun}))`), unclear],
  [phrase(`(?:${number} ${suffix}|last|${ordinalWord}) W\\d (?:of|in)`), unclear],
  [phrase('W\\d after(?: next| that|(?= [.,!?;]))'), unclear],
  [phrase('(?:black|good) W5|(?:easter|cyber) W[01]|(?:palm|bowl) W0|(?:ash|fat) W[23]'), unclear],
  [phrase('week after next|week(?:end)? of|following (?:week|day|weekend)|any weekend'), unclear],
  [phrase('(?:next|following|every) month|(?:some|one) day'), unclear],
  [phrase('(?:this )?(?:last|past|previous) (?:W\\d|week|weekend|month)|yesterday'), () => null],
];

const relative: DayLexicon['mentions'] = [
  [phrase(`(?:this )?(?:coming|upcoming) ${weekday}`), (day = '') => named(day, 'coming')],
  [phrase(`next (?:coming )?${weekday}`), (day = '') => named(day, 'next')],
  [phrase(`${weekday} next(?! (?:week|month|weekend))`), (day = '') => named(day, 'next')],
  [phrase(`this ${weekday}`), (day = '') => named(day, 'this')],
  [phrase(weekday), (day = '') => named(day)],
  [phrase('next week'), () => ({ kind: 'week', which: 'next' })],
  [phrase('this week'), () => ({ kind: 'week', which: 'this' })],
  [phrase('next weekend'), () => ({ kind: 'weekend', which: 'next' })],
  [phrase('(?:(?:this|the|coming|upcoming) )*weekend'), () => ({ kind: 'weekend', which: 'this' })],
  [phrase('today|tonight|this (?:morning|afternoon|evening)'), () => inDays(0)],
  // Not "right now I live in Boston".
  [phrase('(?:right )?now(?= (?:[.,!?;]|or|and|please))'), () => inDays(0)],
  [phrase('tomorrow|tmrw|tmr'), () => inDays(1)],
  [
    phrase(
      'any (?:other )?(?:day|time)|any(?:time|thing|day)|whenever|(?:every|all) day|everything',
    ),
    () => ({ kind: 'any' }),
  ],
];

export const dayPhrases: DayLexicon['mentions'] = [
  ...inFigures,
  ...withMonth,
  ...ofAMonth,
  ...counted,
  ...noOneDay,
  ...relative,
];
