import { type DemoCategory, made, pack, smallPack } from '../demo-row.ts';

export const babyAndPets: DemoCategory = {
  code: 'BAB',
  name: 'Baby & pets',
  hue: 176,
  taxClass: 'standard',
  shelf: 'slow',
  rows: [
    made('NAPPIES', 'Otterby', 'Nappies, 30 pieces', 899, {
      sizes: ['1', '2', '3', '4', '5', '6'],
      stockOf: { '1': [2, 0], '6': [1, 1] },
    }),
    pack('WIPES-80', 'Otterby', 'Baby wipes, 80', '', 199),
    pack('CARROT-JAR', 'Otterby', 'Carrot purée', '190 g', 119, { taxClass: 'reduced' }),
    pack('APPLE-JAR', 'Otterby', 'Apple and banana purée', '190 g', 119, { taxClass: 'reduced' }),
    pack('PORRIDGE', 'Otterby', 'Baby porridge', '225 g', 349, { taxClass: 'reduced' }),
    pack('FORMULA-1', 'Otterby', 'First infant milk', '600 g', 1490, { taxClass: 'reduced', stock: [4, 2] }),
    pack('BABY-CREAM', 'Otterby', 'Nappy cream', '75 ml', 349),
    pack('BABY-SHAMPOO', 'Otterby', 'Mild baby shampoo', '250 ml', 299),
    made('DUMMY', 'Otterby', 'Soother, 2 pieces', 499, {
      sizes: ['0-6 m', '6-18 m'],
      properties: { colour: ['Sky', 'Sand'] },
    }),
    smallPack('CAT-POUCH-FISH', 'Snugpaw', 'Cat pouch, salmon', '85 g', 79, { taxClass: 'reduced' }),
    smallPack('CAT-POUCH-BEEF', 'Snugpaw', 'Cat pouch, beef', '85 g', 79, { taxClass: 'reduced' }),
    pack('CAT-DRY-1KG', 'Snugpaw', 'Dry cat food', '1 kg', 499, { taxClass: 'reduced' }),
    pack('CAT-LITTER-10', 'Snugpaw', 'Clumping cat litter', '10 L', 699),
    pack('DOG-TIN-400', 'Snugpaw', 'Dog food, chicken and rice', '400 g', 189, { taxClass: 'reduced' }),
    pack('DOG-DRY-3KG', 'Snugpaw', 'Dry dog food', '3 kg', 1190, { taxClass: 'reduced' }),
    pack('DOG-CHEWS', 'Snugpaw', 'Dog chews, 7', '180 g', 299, { taxClass: 'reduced' }),
    made('DOG-COLLAR', 'Snugpaw', 'Dog collar', 1290, {
      sizes: ['S', 'M', 'L'],
      properties: { colour: ['Red', 'Black'] },
      stockOf: { 'RED-S': [1, 0] },
    }),
    pack('BIRD-SEED', 'Snugpaw', 'Wild bird seed', '1 kg', 349, { taxClass: 'reduced' }),
  ],
};
