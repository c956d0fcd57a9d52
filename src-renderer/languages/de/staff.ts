import type { Words } from '../en/words.ts';

export const staff: Words['staff'] = {
  title: 'Wer ist an der Kasse?',
  waiting: 'Die Liste des Personals ist unterwegs …',
  waitingHint: 'Sie kommt mit dem ersten Laden vom Server.',
  offline: 'Der Server antwortet nicht. Die Liste kommt, sobald er es tut.',
  nobody: 'Noch niemand angelegt. Das geht in der Zentrale.',
  start: 'Als {{name}} verkaufen',
  change: 'Kassierer wechseln',
  shiftSince: 'Schicht seit {{time}}',
  shiftOpens: 'Eine Schicht öffnet sich von selbst.',
  roles: { owner: 'Inhaber', manager: 'Leitung', cashier: 'Kasse' },
};
