import { type DemoCategory, pack } from '../demo-row.ts';

/** Bottles that are filled again, and cans and bottles that are not. */
const BOTTLE = { deposit: 'SRV-DEPOSIT-15' };
const ONCE = { deposit: 'SRV-DEPOSIT-25' };

export const drinks: DemoCategory = {
  code: 'DRI',
  name: 'Drinks',
  hue: 218,
  taxClass: 'standard',
  shelf: 'fast',
  rows: [
    pack('WATER-STILL-1L', 'Quellburn', 'Still water', '1 L', 69, { stock: [144, 96], ...BOTTLE }),
    pack('WATER-SPARK-1L', 'Quellburn', 'Sparkling water', '1 L', 69, { stock: [132, 72], ...BOTTLE }),
    pack('WATER-STILL-500', 'Quellburn', 'Still water', '500 ml', 59, ONCE),
    pack('WATER-6X15', 'Quellburn', 'Still water, 6 bottles', '6 × 1.5 L', 379, { ...ONCE, deposits: 6 }),
    pack('COLA-1L', 'Quellburn', 'Cola', '1 L', 139, BOTTLE),
    pack('COLA-ZERO-1L', 'Quellburn', 'Cola without sugar', '1 L', 139, BOTTLE),
    pack('COLA-330', 'Quellburn', 'Cola, can', '330 ml', 89, ONCE),
    pack('LEMONADE-1L', 'Quellburn', 'Cloudy lemonade', '1 L', 129, BOTTLE),
    pack('ORANGEADE-1L', 'Quellburn', 'Orangeade', '1 L', 129, BOTTLE),
    pack('TONIC-1L', 'Quellburn', 'Tonic water', '1 L', 159, BOTTLE),
    pack('GINGER-ALE-330', 'Quellburn', 'Ginger beer', '330 ml', 149, ONCE),
    pack('ICED-TEA-LEMON', 'Quellburn', 'Iced tea, lemon', '1.5 L', 169, ONCE),
    pack('ICED-TEA-PEACH', 'Quellburn', 'Iced tea, peach', '1.5 L', 169, ONCE),
    pack('ENERGY-250', 'Quellburn', 'Energy drink', '250 ml', 129, ONCE),
    pack('JUICE-ORANGE-1L', 'Orlavine', 'Orange juice', '1 L', 249),
    pack('JUICE-APPLE-1L', 'Orlavine', 'Cloudy apple juice', '1 L', 189),
    pack('JUICE-MULTI-1L', 'Orlavine', 'Multivitamin juice', '1 L', 219),
    pack('JUICE-GRAPE-1L', 'Orlavine', 'Red grape juice', '1 L', 239),
    pack('JUICE-CARROT-500', 'Orlavine', 'Carrot juice', '500 ml', 199),
    pack('SMOOTHIE-RED', 'Orlavine', 'Berry smoothie', '250 ml', 229, { stock: [1, 1] }),
    pack('SMOOTHIE-GREEN', 'Orlavine', 'Green smoothie', '250 ml', 229),
    pack('SYRUP-ELDER', 'Orlavine', 'Elderflower syrup', '500 ml', 399),
    pack('SYRUP-RASP', 'Orlavine', 'Raspberry syrup', '500 ml', 399),
    pack('SPRITZ-APPLE-05', 'Orlavine', 'Apple spritzer', '500 ml', 109, ONCE),
    pack('COFFEE-COLD', 'Ninelamps', 'Iced coffee', '230 ml', 169, { taxClass: 'reduced' }),
  ],
};
