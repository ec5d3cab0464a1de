/** The words of detours and refusals; they are part of the kit. See `en.ts`. */
export const enDetours = {
  cannotAnswer: 'I can’t answer that yet. Leave your question and the team will answer.',
  reach: 'Your email or phone',
  reachSend: 'Send to the team',
  questionSent: 'Thank you! Your question is with the team. They’ll answer at {reach}.',
  callbackSending: 'Sending…',
  flaw_reach: 'Please leave an email or a phone number.',
  flaw_long: 'This is too long.',
  flaw_name: 'Just your name, please: no links or phone numbers.',
  notOffered: 'That time is no longer offered. Please pick another; what you typed is kept.',

  noneAtAll: 'No free times right now',
  noneAtAllText:
    'No times can be booked online in the next weeks. Leave your number and the team will find one for you.',
  takenTitle: 'That time was just taken',
  takenText: 'Someone was a moment quicker. What you typed is kept; pick another time:',
  takenNone: 'Someone was a moment quicker. What you typed is kept.',
  seeAllTimes: 'See all times',
  existsTitle: 'You already have a tour with us',
  existsText:
    'We’ve sent the link to change or cancel it to the email address that tour was booked with.',
  callbackTitle: 'Let us call you back',
  callbackText:
    'Our tour calendar can’t be reached just now. Leave your number and the team will set up your tour.',
  callbackFull: 'Leave your number and the team will find a time with you.',
  callbackSend: 'Ask for a call back',
  callbackMessage: 'When suits you best?',
  callbackSentTitle: 'We’ll be in touch',
  callbackSentText: 'The team has your request and will get back to you as soon as they can.',
  closedTitle: 'Tours are paused right now',
  closedText: 'You can’t book a tour online at the moment. The team is happy to help you directly.',
  barredTitle: 'This chat isn’t available here',
  barredText: 'Please contact the property directly.',
  refusedBusy: 'Lots of people are booking right now. Please wait a moment and try again.',
  refusedWait: {
    one: 'Please wait {n} second, then try again.',
    other: 'Please wait {n} seconds, then try again.',
  },
  refusedRunning:
    'Your request is still being worked on. Try again in a moment; you won’t be booked twice.',
  refusedInput: 'Something in the form was not accepted. Please check it and try again.',
  refusedLong: 'That was too long. Please shorten it and try again.',
  refusedPast: 'This tour can no longer be changed here. Please contact the property.',
  backToChat: 'Back to chat',
};

export type DetourKey = keyof typeof enDetours;
