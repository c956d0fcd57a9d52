/** What the parts of the kit say by themselves. */
export const kit = {
  countOf: 'How many of {{value}}',
  less: 'One {{value}} less',
  more: 'One {{value}} more',
  sum: 'Sum',
  pinTyped_one: '{{count}} digit typed',
  pinTyped_other: '{{count}} digits typed',
  pinChecking: 'Checking …',
  pinClear: 'Clear',
  pinErase: 'Erase the last digit',
  training: 'Training',
  trainingHint: 'Nothing here counts: no stock, no drawer, no totals.',
};
