import type { Words } from '../en/words.ts';

export const till: Words['till'] = {
  openFailed: 'Die Kasse konnte ihren lokalen Speicher nicht öffnen',
  openFailedHint:
    'Es ist nichts verloren. Andere Fenster dieser Kasse schließen, dann noch einmal versuchen.',
  opening:
    'Was diese Kasse gespeichert hat, wird geöffnet. Nach einer Aktualisierung kann das einen Augenblick dauern …',
  otherVersion: 'Die Daten dieser Kasse stammen von einer anderen Version',
  otherVersionHint:
    'Nichts wurde verändert, und nichts ist verloren. Installieren Sie die Version von vorher oder eine neuere und starten Sie wieder.',
  inUse: 'Diese Kasse ist in einem anderen Fenster offen',
  inUseHint:
    'Dort weitermachen, oder jenes Fenster schließen und es noch einmal versuchen. Eine Kasse, ein Fenster: so wird keine Nummer zweimal vergeben.',
  openFailedAside: 'Beiseite legen und leer beginnen',
  openFailedAsideHint:
    'Wenn ein neuer Versuch nicht hilft: Der beschädigte Speicher bleibt auf der Platte, wie er ist, und alles, was der Server weiß, wird neu geladen. Verkäufe, die noch nicht gesendet sind, bleiben im beschädigten Speicher.',
  openFailedRebuilding: 'Der lokale Speicher wird aus Journal und Server neu aufgebaut …',
  again: 'Noch einmal',
  parked: 'Geparkt',
  parkedCount: 'Geparkte Verkäufe: {{count}}',
  settings: 'Einstellungen',
  help: 'Hilfe',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  noShift: 'keine Schicht',
  notices: {
    unknownCode: 'Unbekannter Code {{code}}',
    unknownCodeYet:
      'Code {{code}} ist noch nicht da: Der Katalog wird noch geladen. Gleich noch einmal scannen.',
    labelDoesNotFit:
      'Das Etikett von {{name}} nennt ein Gewicht, der Artikel wird aber nicht nach Gewicht verkauft',
    pastUseBy: '{{name}} darf nicht mehr verkauft werden: zu verbrauchen bis {{day}}',
    pastBestBefore: '{{name}}: mindestens haltbar bis {{day}}, das ist vorbei',
    payFirst: 'Erst die Bezahlung beenden oder abbrechen: {{code}} wurde nicht erfasst',
    choosing: 'Erst die offene Frage beantworten: {{code}} wurde nicht erfasst',
    quantityOutOfRange: 'Höchstens {{max}} von einem Artikel',
    priceMissing: 'Dieser Artikel braucht einen Preis',
    moneyTaken: 'Für diesen Verkauf wurde Geld genommen: erst beenden oder erstatten',
    notOpen: 'Dieser Verkauf lässt sich nicht mehr ändern',
    empty: 'Der Warenkorb ist leer',
    tooMuchCash: 'So viel Bargeld gibt niemand. Den Betrag noch einmal eintippen.',
    soldTwice:
      'Ein Korb von hier wurde auch an einer anderen Kasse bezahlt. Fragen Sie dort: Vielleicht wurde zweimal bezahlt.',
    duplicateReturn: 'Mehr zurückgenommen als verkauft: {{item}}. Sehen Sie auf den Bon der Rücknahme.',
    clockWrong: 'Die Uhr dieses Rechners geht falsch. Der Verkauf geht weiter; lassen Sie die Uhr stellen.',
    documentKept:
      'Der Server hat einen Vorgang nicht verstanden. Er ist vollständig aufbewahrt; siehe Abgleich.',
    storeHealed:
      'Das Gedächtnis der Kasse wurde aus dem Journal wiederhergestellt. Kein bezahlter Verkauf ist verloren; siehe Abgleich.',
    unknownLine: 'Diese Zeile gibt es nicht mehr',
    unknownSale: 'Diesen Verkauf gibt es nicht mehr',
    notSaved: 'Nicht gespeichert: Der lokale Speicher hat abgelehnt. Noch einmal versuchen.',
    settingsMissing: 'Die Einstellungen des Ladens sind noch unterwegs',
    noShiftYet: 'Es ist noch niemand an der Kasse angemeldet',
    parked: 'Geparkt: {{name}}',
    quantityNeedsLine: 'Erst eine Zeile wählen',
    wholePiecesOnly: 'Dieser Artikel wird in ganzen Stück gezählt',
  },
  keys: {
    caps: { ctrl: 'Strg', delete: 'Entf', insert: 'Einfg' },
    title: 'Tasten',
    intro: 'Scannen geht von überall, was auch immer den Fokus hat.',
    help: 'Hilfe',
    search: 'Suche',
    customer: 'Kunde',
    park: 'Warenkorb parken',
    parked: 'Geparkte Verkäufe',
    quantity: 'Menge der gewählten Zeile',
    discount: 'Rabatt',
    pay: 'Bezahlen; dann Enter für passend bar',
    drawer: 'Lade öffnen',
    returns: 'Rücknahme und Umtausch',
    lock: 'Kasse sperren',
    undo: 'Rückgängig',
    removeLine: 'Gewählte Zeile entfernen',
    select: 'Zeile wählen',
    moreLess: 'Einmal mehr, einmal weniger',
    escape: 'Schließen, abbrechen, zurück',
    enter: 'Getippten Code suchen; in der Bezahlung passend bar',
    times: '5 * tippen, dann scannen: fünf davon',
  },
};
