import { type DemoCategory, pack } from '../demo-row.ts';

const BOTTLE = 'SRV-DEPOSIT-08';
/** As German law has it: beer and wine from 16, spirits from 18. */
const BEER = { minAge: 16, deposit: BOTTLE };
const WINE = { minAge: 16 };
const SPIRIT = { minAge: 18 };

export const beerAndWine: DemoCategory = {
  code: 'WIN',
  name: 'Beer & wine',
  hue: 344,
  taxClass: 'standard',
  shelf: 'slow',
  rows: [
    pack('LAGER-500', 'Grauwacke', 'Lager', '500 ml', 109, { stock: [80, 60], ...BEER }),
    pack('PILSNER-500', 'Grauwacke', 'Pilsner', '500 ml', 115, BEER),
    pack('WHEAT-500', 'Grauwacke', 'Wheat beer', '500 ml', 125, BEER),
    pack('PALE-330', 'Grauwacke', 'Pale ale', '330 ml', 189, BEER),
    pack('STOUT-500', 'Grauwacke', 'Oat stout', '500 ml', 199, BEER),
    pack('SHANDY-500', 'Grauwacke', 'Lemon shandy', '500 ml', 109, BEER),
    pack('BEER-FREE-500', 'Grauwacke', 'Alcohol-free lager', '500 ml', 109, { deposit: BOTTLE }),
    pack('LAGER-6', 'Grauwacke', 'Lager, 6 bottles', '6 × 330 ml', 549, { ...BEER, deposits: 6 }),
    pack('CIDER-DRY', 'Pippinvale', 'Dry cider', '500 ml', 249, WINE),
    pack('RED-MERLOT', 'Montasole', 'Merlot, dry red', '750 ml', 599, WINE),
    pack('RED-RESERVE', 'Montasole', 'Red reserve 2021', '750 ml', 1290, { stock: [3, 1], ...WINE }),
    pack('RED-TABLE-1L', 'Montasole', 'Red table wine', '1 L', 449, WINE),
    pack('WHITE-PINOT', 'Montasole', 'Pinot grigio, dry white', '750 ml', 649, WINE),
    pack('WHITE-RIESLING', 'Montasole', 'Riesling, off-dry', '750 ml', 799, WINE),
    pack('ROSE', 'Montasole', 'Rosé, dry', '750 ml', 599, WINE),
    pack('SPARKLING', 'Montasole', 'Sparkling wine, brut', '750 ml', 899, WINE),
    pack('SPARKLING-MINI', 'Montasole', 'Sparkling wine, brut', '200 ml', 349, WINE),
    pack('VERMOUTH', 'Valdorrin', 'Red vermouth', '750 ml', 849, SPIRIT),
    pack('GIN', 'Valdorrin', 'Dry gin', '700 ml', 1990, { stock: [1, 0], ...SPIRIT }),
    pack('PLUM-BRANDY', 'Valdorrin', 'Plum brandy', '500 ml', 1690, { stock: [2, 0], ...SPIRIT }),
  ],
};
