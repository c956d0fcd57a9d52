import { type DemoCategory, made, pack } from '../demo-row.ts';

const GRIND = { grind: ['Whole bean', 'Ground'] };

export const coffeeAndTea: DemoCategory = {
  code: 'COF',
  name: 'Coffee & tea',
  hue: 24,
  taxClass: 'reduced',
  shelf: 'slow',
  rows: [
    made('HOUSE-500', 'Ninelamps', 'House blend coffee 500 g', 899, { properties: GRIND }),
    made('ESPRESSO-500', 'Ninelamps', 'Dark espresso 500 g', 949, { properties: GRIND }),
    made('DECAF-250', 'Ninelamps', 'Decaffeinated coffee 250 g', 599, { properties: GRIND }),
    made('SINGLE-250', 'Ninelamps', 'Single estate coffee 250 g', 1090, {
      properties: GRIND,
      stockOf: { WHO: [1, 0], GRO: [4, 2] },
    }),
    pack('CAPSULES-10', 'Ninelamps', 'Espresso capsules, 10', '52 g', 329),
    pack('INSTANT-100', 'Ninelamps', 'Instant coffee', '100 g', 499),
    pack('FILTERS-100', 'Ninelamps', 'Coffee filters, 100', '', 199, { taxClass: 'standard' }),
    pack('COCOA-250', 'Brixelle', 'Cocoa powder', '250 g', 349),
    pack('DRINKING-CHOC', 'Brixelle', 'Drinking chocolate', '500 g', 449),
    pack('TEA-BREAKFAST', 'Ferrowby', 'Breakfast tea, 50 bags', '125 g', 349),
    pack('TEA-EARL', 'Ferrowby', 'Bergamot tea, 25 bags', '50 g', 249),
    pack('TEA-GREEN', 'Ferrowby', 'Green tea, 25 bags', '44 g', 249),
    pack('TEA-MINT', 'Ferrowby', 'Peppermint tea, 20 bags', '30 g', 199),
    pack('TEA-CAMOMILE', 'Ferrowby', 'Camomile tea, 20 bags', '30 g', 199),
    pack('TEA-ROOIBOS', 'Ferrowby', 'Rooibos, 20 bags', '40 g', 229),
    pack('TEA-FRUIT', 'Ferrowby', 'Winter fruit tea, 20 bags', '55 g', 219),
  ],
};
