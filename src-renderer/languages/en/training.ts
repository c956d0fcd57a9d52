/** Practising: what begins it, what ends it, and what is left to the real till. */
export const training = {
  title: 'Training',
  intro: 'A till of its own to practise on: nothing done there counts.',
  begin: 'Start the training',
  back: 'Back',
  beginTitle: 'Start the training?',
  beginHint:
    'Until you leave it nothing counts: what is scanned is not sold, no stock changes, the drawer stays shut, and receipts say TRAINING. Do not serve customers in it.',
  beginKept:
    'The cart, the parked sales and the shift stay here as they are. Head office is told who practised, and when. After 30 minutes without a touch the training ends by itself.',
  leave: 'Leave the training',
  stay: 'Go on practising',
  endTitle: 'Leave the training?',
  endHint: 'What was practised is forgotten. From then on everything counts again.',
  realTitle: 'Not in the training',
  realHint: 'Settings and the sync centre are the real till’s. Leave the training to open them.',
  notHere: 'Not in the training',
  receipt: 'Training: nothing was sold. This receipt is kept nowhere and goes nowhere.',
  closed: 'Training: this Z closes nothing. It is kept nowhere and goes nowhere.',
};
