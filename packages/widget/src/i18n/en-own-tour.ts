/** The words of own tours; they are part of the kit. See `en.ts`. */
export const enOwnTour = {
  answerChange:
    'I can’t see a tour that was booked in this browser. The team can change or cancel it for you.',
  answerChangeHere: 'Here’s your tour, and how to change or cancel it.',
  withName: 'with {name}',
  cancelTour: 'Cancel',
  changeUntil: 'You can change it until {when}.',
  changeOver: 'It’s too close to change it here. Please contact the team.',
  movedLine: 'Done! Your tour is now on {when}.',
  movedByTeam: 'Your tour has a new time: {when}.',
  cancelledLine: 'Your tour on {when} is cancelled.',
  cancelledByTeam:
    'The team had to cancel your tour on {when}. Would you like to pick another time?',

  movePage: 'Change your tour',
  moveTitle: 'Move your tour?',
  moveFrom: 'Now',
  moveTo: 'New time',
  moveConfirm: 'Move my tour',
  moving: 'Moving your tour…',
  moveTaken: 'Someone was a moment quicker. Your tour stays as it is; pick another time:',
  moveTakenNone: 'Someone was a moment quicker. Your tour stays as it is.',
  movedTitle: 'Your tour is moved',
  movedByTeamTitle: 'Your tour has a new time',
  movedText: 'See you then!',

  cancelPage: 'Cancel your tour',
  cancelTitle: 'Cancel your tour?',
  cancelText: 'Your time goes to someone else. You can book another one whenever you like.',
  cancelConfirm: 'Cancel my tour',
  cancelling: 'Cancelling your tour…',
  keepTour: 'Keep my tour',
  cancelledTitle: 'Your tour is cancelled',
  cancelledText: 'We’ve freed your time on {when}. Hope to see you another time!',
  cancelledByTeamTitle: 'The team had to cancel',
  cancelledByTeamText: 'Your tour on {when} can’t take place. Please pick another time.',

  unchangeableTitle: 'This can’t be changed here',
};

export type OwnTourKey = keyof typeof enOwnTour;
