import { type DemoCategory, made, piece } from '../demo-row.ts';

export const flowersAndPlants: DemoCategory = {
  code: 'FLO',
  name: 'Flowers & plants',
  hue: 92,
  taxClass: 'reduced',
  shelf: 'slow',
  rows: [
    made('BOUQUET', 'Pippinvale', 'Bouquet of the day', 999, {
      sizes: ['Small', 'Medium', 'Large'],
      surcharge: { Medium: 500, Large: 1000 },
      stockOf: { LARGE: [1, 0] },
    }),
    piece('ROSE', 'Rose, single stem', 199),
    piece('SUNFLOWER', 'Sunflower', 249),
    piece('TULIPS-10', 'Tulips, bunch of 10', 499),
    piece('ORCHID', 'Orchid in a pot', 1490, { stock: [3, 2] }),
    piece('SUCCULENT', 'Succulent', 399),
    piece('LAVENDER', 'Lavender in a pot', 449),
    piece('POTTING-SOIL', 'Potting soil 10 L', 399, { taxClass: 'standard' }),
  ],
};
