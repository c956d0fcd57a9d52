import { type DemoCategory, pack } from '../demo-row.ts';

export const breakfastAndSpreads: DemoCategory = {
  code: 'BRK',
  name: 'Breakfast & spreads',
  hue: 54,
  taxClass: 'reduced',
  shelf: 'slow',
  rows: [
    pack('OATS-500', 'Tarnwick', 'Rolled oats', '500 g', 109),
    pack('OATS-JUMBO-500', 'Tarnwick', 'Jumbo oats', '500 g', 119),
    pack('MUESLI-FRUIT', 'Tarnwick', 'Fruit muesli', '750 g', 349),
    pack('MUESLI-CRUNCH', 'Tarnwick', 'Honey crunch muesli', '500 g', 299),
    pack('CORNFLAKES', 'Tarnwick', 'Cornflakes', '375 g', 229),
    pack('CHOC-HOOPS', 'Tarnwick', 'Chocolate hoops', '375 g', 279),
    pack('JAM-STRAW', 'Pippinvale', 'Strawberry jam', '340 g', 279),
    pack('JAM-APRICOT', 'Pippinvale', 'Apricot jam', '340 g', 279),
    pack('JAM-CHERRY', 'Pippinvale', 'Sour cherry jam', '340 g', 289),
    pack('MARMALADE', 'Pippinvale', 'Orange marmalade', '340 g', 299),
    pack('HONEY-BLOSSOM', 'Pippinvale', 'Blossom honey', '500 g', 549),
    pack('HONEY-FOREST', 'Pippinvale', 'Forest honey', '500 g', 649, { stock: [1, 0] }),
    pack('PEANUT-BUTTER', 'Zimrock', 'Peanut butter, crunchy', '350 g', 329),
    pack('CHOC-SPREAD', 'Brixelle', 'Hazelnut chocolate spread', '400 g', 379),
    pack('MAPLE-SYRUP', 'Pippinvale', 'Maple syrup', '250 ml', 599),
    pack('SPREAD-HERB', 'Haverglen', 'Herb and tomato spread', '180 g', 219),
  ],
};
