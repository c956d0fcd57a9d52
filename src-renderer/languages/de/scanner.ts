import type { Words } from '../en/words.ts';

export const scanner: Words['scanner'] = {
  title: 'Barcodescanner',
  health: {
    unheard: 'Scanner: seit dem Start nichts gehört',
    heard: 'Scanner: zuletzt gehört um {{time}}',
    measured: 'für diese Kasse gemessen',
    notMeasured: 'nicht gemessen',
    cannotBeAsked:
      'Ein Scanner, der tippt, kann nicht gefragt werden, ob er da ist: Die Kasse weiß, was sie gehört hat.',
  },
  standard:
    'Die Kasse hört jeden Scanner, der alle 10 bis 80 Millisekunden eine Taste sendet und mit Enter oder Tab endet. Wo Scans verloren gehen oder mit Zeichen davor kommen, messen Sie Ihren.',
  measure: 'Scanner messen',
  measureAgain: 'Noch einmal messen',
  backToStandard: 'Zurück zum Standard',
  cancel: 'Abbrechen',
  scanNow: 'Scan {{number}} von {{count}}: jetzt scannen.',
  anyCode:
    'Jeder Strichcode geht, etwa der einer Ware. Ein Scanner, der vom Bildschirm liest, kann diesen nehmen.',
  measuredAt: 'Gemessen am {{time}}, für diese Kasse.',
  keep: 'Für diese Kasse übernehmen',
  try: 'Ausprobieren',
  tryHint: 'Hier etwas scannen: Es wird gezeigt, und nichts wird verkauft.',
  understood: 'Verstanden:',
  fits: 'Die Kasse hört ihn mit ihrem Standard.',
  widened: 'Die Kasse stellt sich auf ihn ein.',
  prefix: 'Er sendet „{{prefix}}“ vor jedem Code. Die Kasse lässt das weg.',
  otherLayout:
    'Er tippt wie auf einer anderen Tastatur als der dieses Rechners. Die Kasse liest seine Tasten nach ihrem Platz; es ist nichts zu tun.',
  noTerminator:
    'Die Kasse nimmt Stille für das Ende eines Scans. Schneller und sicherer ist es, wenn der Scanner Enter sendet: In seiner Anleitung steht ein Code dafür.',
  sends: {
    enter: 'Er sendet alle {{gap}} ms eine Taste (höchstens {{longest}}) und endet mit Enter.',
    tab: 'Er sendet alle {{gap}} ms eine Taste (höchstens {{longest}}) und endet mit Tab.',
    none: 'Er sendet alle {{gap}} ms eine Taste (höchstens {{longest}}) und am Ende nichts.',
  },
  problems: {
    tooSlow:
      'Das war so langsam wie Tippen. Scannen Sie mit dem Scanner, oder stellen Sie ihn auf schnelleres Senden.',
    endsDiffer:
      'Die Scans endeten verschieden. Scannen Sie jeden Code einmal, und warten Sie einen Augenblick bis zum nächsten.',
  },
};
