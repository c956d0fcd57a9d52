export const scanner = {
  title: 'Scanner',
  health: {
    unheard: 'Scanner: nothing heard since the start',
    heard: 'Scanner: last heard at {{time}}',
    measured: 'measured for this till',
    notMeasured: 'not measured',
    cannotBeAsked:
      'A scanner that types cannot be asked whether it is there: the till knows what it has heard.',
  },
  standard:
    'The till hears any scanner that sends a key every 10 to 80 milliseconds and ends with Enter or Tab. Where scans get lost, or come with signs before them, measure yours.',
  measure: 'Measure the scanner',
  measureAgain: 'Measure again',
  backToStandard: 'Back to the standard',
  cancel: 'Cancel',
  scanNow: 'Scan {{number}} of {{count}}: scan now.',
  anyCode:
    'Any barcode will do, of a product for instance. A scanner that reads from screens may take this one.',
  measuredAt: 'Measured on {{time}}, for this till.',
  keep: 'Use it for this till',
  try: 'Try it out',
  tryHint: 'Scan something here: it is shown, and nothing is sold.',
  understood: 'Understood:',
  fits: 'The till hears it with its standard pace.',
  widened: 'The till widens its pace for it.',
  prefix: 'It sends “{{prefix}}” before each code. The till leaves that out.',
  otherLayout:
    'It types as on another keyboard than this machine’s. The till reads its keys by their place, so nothing needs to be done.',
  noTerminator:
    'The till takes silence for the end of a scan. Setting the scanner to send Enter is quicker and surer: its manual has a code for that.',
  sends: {
    enter: 'It sends a key every {{gap}} ms (at most {{longest}}) and ends with Enter.',
    tab: 'It sends a key every {{gap}} ms (at most {{longest}}) and ends with Tab.',
    none: 'It sends a key every {{gap}} ms (at most {{longest}}) and nothing at the end.',
  },
  problems: {
    tooSlow: 'That was as slow as typing. Scan with the scanner, or set it to send its keys faster.',
    endsDiffer: 'The scans ended differently. Scan each code once, and wait a moment before the next.',
  },
};
