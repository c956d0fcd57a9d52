import type { Words } from '../en/words.ts';

export const kit: Words['kit'] = {
  countOf: 'Wie viele zu {{value}}',
  less: 'Einmal {{value}} weniger',
  more: 'Einmal {{value}} mehr',
  sum: 'Summe',
  pinTyped_one: '{{count}} Ziffer getippt',
  pinTyped_other: '{{count}} Ziffern getippt',
  pinChecking: 'Wird geprüft …',
  pinClear: 'Leeren',
  pinErase: 'Letzte Ziffer löschen',
  training: 'Übung',
  trainingHint: 'Hier zählt nichts: kein Bestand, keine Lade, keine Summen.',
};
