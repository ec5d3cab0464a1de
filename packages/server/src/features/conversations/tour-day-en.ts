/** The English rules for `tour-day.ts`. */
import {
  dayPhrases,
  doubtfulDays,
  notATime,
  number,
  phrase,
  tourNoun,
} from './tour-day-phrases-en.ts';
import type { DayLexicon } from './tour-day.ts';

/** Words that may stand between a negation ("not", "can't") and its day. */
const small =
  '(?: (?:the|a|on|in|at|of|for|this|next|to|be|is|it|that|do|make|come|by|over|there|able|going|available|free|good|work|' +
  'see|tour|visit|have|any|i|we|you|about|really)){0,5}';
const negation =
  '(?:not|no|never|cant|cannot|dont|wont|isnt|arent|couldnt|wouldnt|doesnt|neither|nor|except|excluding|besides|unless|' +
  '(?:other|rather) than|apart from|instead of)';
const andOthers = '(?: (?:or|nor|and|&|\\/)(?: on)? @\\d+)*';

/** A part of the day, but not "good morning" or "not in the morning". */
const dayPart = (words: string): RegExp =>
  new RegExp(
    '(?<= )(?<!good |(?:not|no|cant|cannot|dont|wont|except)(?: (?:in|on|at|the|any|do|make|come|be|until))* )' +
      `(?:${words})(?= )`,
  );

const home = '(?:apartment|apt|unit|place|bedroom|studio|br|bed|loft|home)';

export const enDays: DayLexicon = {
  weekdays: [
    'sunday',
    'monday mon',
    'tuesday tue tues',
    'wednesday wed weds wensday',
    'thursday thu thur thurs',
    'friday fri',
    'saturday',
  ],
  months: [
    'january jan',
    'february feb',
    '',
    'april apr',
    '',
    'june jun',
    'july jul',
    'august aug',
    'september sep sept',
    'october oct',
    'november nov',
    'december dec',
  ],
  rewrites: doubtfulDays,
  mentions: dayPhrases,
  excluded: [
    // "not Monday", "can't do Monday or Tuesday". Not "why not Monday".
    phrase(`(?<!why |if )${negation}${small} @\\d+${andOthers}`),
    // "any day but Monday"
    phrase(`(?<=@any(?: [a-z]+| @\\d+){0,4} )but(?: (?:not|for|the|on))* @\\d+${andOthers}`),
    // "Monday doesn't work", "Monday I can't". Not "Monday not Tuesday".
    phrase(
      '@\\d+(?: (?:i|we|is|are|will|would|do|does|be|am|can))* (?:not|isnt|doesnt|wont|wouldnt|cant|cannot|dont|' +
        'out|bad|full|impossible|difficult|tough|too)(?!(?: on| the)* @)',
    ),
  ],
  unclear: [
    // "after Wednesday", "by Friday". Not "come by Friday", "show me around Friday".
    phrase(
      '(?:before|after|until|till|til|since|from|starting|beginning|between|through|thru|within|past|near|prior to|up to|' +
        '(?:later|earlier|sooner) than|(?:as )?(?:early|late|of|soon) as|on or about|' +
        '(?<!(?:come|coming|stop|stopping|drop|dropping|swing|swinging|pop|pass|go|roll|walk) )by|' +
        '(?<!(?:me|us|look|walk|show|shown|showed|come) )around)' +
        `(?: (?:the|this|next|on|to|of))* @\\d+${andOthers}`,
    ),
    // "Friday onwards", "Friday or later", "Friday-ish", "2/14-16"
    phrase('@\\d+ (?:onwards?|forward|through|thru|(?:- )?ish|at the (?:latest|earliest))'),
    phrase('@\\d+ (?:or|and) (?:later|after|before|earlier|sooner|so|beyond|onwards?)(?! \\d)'),
    phrase(`@\\d+ [-–] ${number}(?: \\/ ${number})?(?= )${notATime}`),
    // "Friday or the 10th", "this or next Friday", "this Friday or next"
    phrase('@\\d+ or(?: (?:on|the|maybe))* @\\d+|(?:this|next) or @\\d+'),
    phrase('@\\d+ (?:or|and) (?:the )?(?:next|one|day|week|weekend)(?! @)'),
  ],
  whenWords:
    'i im id we us me you u people person adults guys it its is are am be been was would will could can may might shall ' +
    'should lets let do does get come how about what whats why say on at in for the a an this that next coming by around ' +
    'between before after from until through thru starting onwards onward or and to of as than day days time times week ' +
    'weeks weekend any anytime nothing other no not cant cannot dont doesnt wont isnt arent but except only either both all ' +
    'works work good great best better perfect fine ok okay possible free available availability prefer preferably ideally ' +
    'maybe rather too perhaps possibly probably really sorry unfortunately please pls thanks thank yes yeah yep yup sure definitely ' +
    'like love want well so also then instead town off here there hi hello hey am pm oclock noon morning afternoon evening ' +
    'night lunch lunchtime early earlier late later sometime half past st nd rd th one two three four five ' +
    'tour tours viewing visit showing appointment',
  // "a unit available March 1"; but "is the unit available for a tour Tuesday" is about the tour.
  aside: new RegExp(
    '(?<= )(?:move|moves|moved|moving|relocating|relocated?|leases?|expires?|ends|ending|semester|birthday|deposit|rent|' +
      `thank(?:s| you)? for|happy @\\d+|${home}(?: [a-z0-9]+)?(?: is| thats| that is)? available` +
      `(?! (?:for (?:an? )?${tourNoun}|to (?:see|tour|view|visit|show|look))))(?= )`,
  ),
  dayParts: {
    morning: dayPart('(?:1[0-2]|\\d)(?: : \\d\\d)? am|mornings?|before noon'),
    afternoon: dayPart(
      '(?:12|[1-4])(?: : \\d\\d)? pm|afternoons?|(?<!before )noon|lunch|lunchtime',
    ),
    evening: dayPart('(?:[5-9]|1[01])(?: : \\d\\d)? pm|evenings?|night|tonight|after work'),
  },
};
