export const staff = {
  title: 'Who is at the till?',
  waiting: 'Waiting for the list of staff …',
  waitingHint: 'It comes with the first download from the server.',
  offline: 'The server does not answer. The list comes as soon as it does.',
  nobody: 'No staff yet. Add someone at the head office.',
  start: 'Start selling as {{name}}',
  change: 'Change cashier',
  shiftSince: 'Shift since {{time}}',
  shiftOpens: 'A shift opens by itself.',
  roles: { owner: 'Owner', manager: 'Manager', cashier: 'Cashier' },
};
