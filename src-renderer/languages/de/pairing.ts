import type { Words } from '../en/words.ts';

export const pairing: Words['pairing'] = {
  title: 'Diese Kasse verbinden',
  intro: 'Einmal mit dem Server des Ladens koppeln. Danach verkauft sie mit und ohne Netz.',
  server: 'Adresse des Servers',
  serverPlaceholder: 'http://192.168.1.10:7420',
  code: 'Kopplungscode',
  codeHint: '8 Zeichen, aus der Zentrale oder vom Server. 10 Minuten gültig, einmal.',
  name: 'Name dieser Kasse',
  defaultName: 'Kasse {{number}}',
  former:
    'Dieser Rechner war {{name}}. Seine Verkäufe stehen im Journal und werden nach dem Koppeln abgeliefert.',
  formerNameless:
    'Dieser Rechner war schon eine Kasse. Ihre Verkäufe stehen im Journal und werden nach dem Koppeln abgeliefert.',
  submit: 'Kasse koppeln',
  leave: 'Später',
  again: 'Neu koppeln',
  working: 'Wird gekoppelt …',
  language: 'Sprache',
  downloading: 'Der Katalog wird geladen',
  downloaded_one: 'bisher {{count}} Artikel',
  downloaded_other: 'bisher {{count}} Artikel',
  restored: 'Es ist unser Server, aus einer Sicherung wiederhergestellt',
  beginAnew: 'Es ist ein anderer Server: hier neu beginnen',
  beginAnewHint:
    'Frühere Verkäufe bleiben auf diesem Rechner und gehen an keinen der beiden Server. Offene Körbe enden.',
  copyUnsent: 'Nicht Gesendetes in eine Datei kopieren',
  copied: 'Kopiert nach {{place}}. Aufheben, bis die Verkäufe bei ihrem Server sind.',
  copiedDownload: 'Kopiert: Der Browser zeigt, wohin. Aufheben, bis die Verkäufe bei ihrem Server sind.',
  errors: {
    invalidCode:
      'Ein Kopplungscode hat 8 Buchstaben und Ziffern. Vergleichen Sie ihn mit dem, den Sie bekommen haben.',
    invalidAddress: 'Das ist keine Serveradresse. Sie sieht aus wie http://192.168.1.10:7420.',
    wrongPairingCode:
      'Der Server kennt diesen Code nicht. Vielleicht wurde er schon benutzt oder ist älter als 10 Minuten. Lassen Sie sich einen neuen geben.',
    tooManyRequests: 'Zu viele falsche Codes. Eine Minute warten, dann noch einmal.',
    unreachable:
      'Unter {{server}} antwortet nichts. Prüfen Sie die Adresse, ob der Server läuft und ob die Kasse im selben Netz ist.',
    notEvertill: 'Unter {{server}} antwortet etwas, aber kein Evertill-Server. Prüfen Sie Adresse und Port.',
    unknownFormer:
      'Dieser Server kennt die Kasse nicht, die dieser Rechner vorher war. Prüfen Sie zuerst die Adresse. Stimmt sie, sagen Sie, welcher Server das ist.',
    otherServer:
      'Das ist nicht der Server oder nicht der Laden der Kasse, die dieser Rechner vorher war. Prüfen Sie die Adresse: Was hier noch liegt, gehört dorthin.',
    unsent_one:
      'Ein Vorgang ist nicht bei seinem eigenen Server angekommen und wird an diesen nicht geschickt. Kopieren Sie ihn erst in eine Datei; wer jenen Server betreut, kann ihn dort einlesen.',
    unsent_other:
      '{{count}} Vorgänge sind nicht bei ihrem eigenen Server angekommen und werden an diesen nicht geschickt. Kopieren Sie sie erst in eine Datei; wer jenen Server betreut, kann sie dort einlesen.',
    alreadyPaired: 'Diese Kasse ist schon gekoppelt.',
  },
};
