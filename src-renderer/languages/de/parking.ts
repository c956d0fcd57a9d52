import type { Words } from '../en/words.ts';

export const parking: Words['parking'] = {
  title: 'Geparkte Verkäufe',
  empty: 'Keine geparkten Verkäufe',
  emptyHint: 'Parken legt den Warenkorb beiseite; seine Artikel bleiben reserviert.',
  recall: 'Aufnehmen',
  parkedAt: 'Geparkt um {{time}}',
  articles_one: '{{count}} Artikel',
  articles_other: '{{count}} Artikel',
  andMore_one: 'und {{count}} weiterer',
  andMore_other: 'und {{count}} weitere',
  unchanged: 'Alles noch reserviert',
  changedLapsed: 'Nicht mehr reserviert',
  changedPrice: '{{name}}: {{before}} ist jetzt {{after}}',
  changedGone: '{{name}} wird nicht mehr verkauft',
  changedShort: '{{name}}: nur {{granted}} reserviert',
  pending: 'Wartet auf den Server',
  close: 'Schließen',
  recallParksCurrent: 'Der Warenkorb, der jetzt offen ist, wird geparkt.',
};
