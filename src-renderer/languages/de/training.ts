import type { Words } from '../en/words.ts';

export const training: Words['training'] = {
  title: 'Übung',
  intro: 'Eine eigene Kasse zum Üben: Nichts, was dort geschieht, zählt.',
  begin: 'Übung beginnen',
  back: 'Zurück',
  beginTitle: 'Übung beginnen?',
  beginHint:
    'Bis Sie sie verlassen, zählt nichts: Was gescannt wird, ist nicht verkauft, kein Bestand ändert sich, die Lade bleibt zu, und auf den Bons steht ÜBUNG. Bedienen Sie darin keine Kunden.',
  beginKept:
    'Warenkorb, geparkte Verkäufe und Schicht bleiben hier, wie sie sind. Die Zentrale erfährt, wer wann geübt hat. Nach 30 Minuten ohne Berührung endet die Übung von selbst.',
  leave: 'Übung verlassen',
  stay: 'Weiter üben',
  endTitle: 'Übung verlassen?',
  endHint: 'Was geübt wurde, ist dann vergessen. Von da an zählt wieder alles.',
  realTitle: 'Nicht in der Übung',
  realHint: 'Einstellungen und Abgleich gehören zur echten Kasse. Verlassen Sie die Übung, um sie zu öffnen.',
  notHere: 'Nicht in der Übung',
  receipt: 'Übung: Nichts wurde verkauft. Dieser Bon wird nirgends aufbewahrt und nirgendwohin gesendet.',
  closed: 'Übung: Dieser Z schließt nichts. Er wird nirgends aufbewahrt und nirgendwohin gesendet.',
};
