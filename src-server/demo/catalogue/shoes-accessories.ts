import { type DemoCategory, made } from '../demo-row.ts';

const LADIES = ['36', '37', '38', '39', '40', '41'];
const GENTS = ['41', '42', '43', '44', '45', '46'];
const CHILDREN = ['26', '28', '30', '32', '34'];
const SOCKS = ['35-38', '39-42', '43-46'];

export const shoesAndAccessories: DemoCategory = {
  code: 'SHO',
  name: 'Shoes & accessories',
  hue: 262,
  taxClass: 'standard',
  shelf: 'rail',
  rows: [
    made('SNEAKER-L', 'Striderly', "Women's canvas sneakers", 4995, {
      sizes: LADIES,
      properties: { colour: ['White', 'Navy'] },
      stockOf: { 'WHT-38': [1, 0], 'NVY-41': [0, 0] },
    }),
    made('SNEAKER-G', 'Striderly', "Men's canvas sneakers", 5495, {
      sizes: GENTS,
      properties: { colour: ['White', 'Navy', 'Olive'] },
      without: ['OLV-46'],
    }),
    made('BOOT-L', 'Striderly', "Women's ankle boots", 9995, {
      sizes: LADIES,
      properties: { colour: ['Black', 'Cognac'] },
    }),
    made('BOOT-G', 'Striderly', "Men's leather boots", 12995, {
      sizes: GENTS,
      properties: { colour: ['Cognac'] },
      stockOf: { 'COG-46': [1, 0] },
    }),
    made('SANDAL', 'Striderly', 'Cork sandals', 3995, { sizes: [...LADIES, '42', '43', '44'] }),
    made('WELLIES-KIDS', 'Striderly', "Children's wellingtons", 2495, {
      sizes: CHILDREN,
      properties: { colour: ['Yellow', 'Green'] },
    }),
    made('SLIPPERS', 'Striderly', 'Felt slippers', 2995, { sizes: ['37', '39', '41', '43', '45'] }),
    made('SOCKS-2', 'Northloom', 'Cotton socks, 2 pairs', 895, {
      sizes: SOCKS,
      properties: { colour: ['Black', 'Charcoal', 'White'] },
    }),
    made('SOCKS-WOOL', 'Northloom', 'Walking socks', 1495, { sizes: SOCKS }),
    made('TIGHTS', 'Northloom', 'Tights 40 den', 995, {
      sizes: ['S', 'M', 'L'],
      properties: { colour: ['Black', 'Charcoal'] },
    }),
    made('BELT', 'Striderly', 'Leather belt', 3495, {
      sizes: ['85 cm', '95 cm', '105 cm'],
      properties: { colour: ['Black', 'Cognac'] },
    }),
    made('SCARF', 'Northloom', 'Wool scarf', 3495, {
      properties: { colour: ['Charcoal', 'Plum', 'Sand'] },
      stockOf: { PLM: [1, 0] },
    }),
    made('HAT-WOOL', 'Northloom', 'Knitted hat', 1995, {
      properties: { colour: ['Navy', 'Charcoal', 'Coral'] },
    }),
    made('CAP', 'Northloom', 'Cotton cap', 1795, { properties: { colour: ['Navy', 'Sand'] } }),
    made('GLOVES-WOOL', 'Northloom', 'Wool gloves', 1995, {
      sizes: ['S/M', 'L/XL'],
      properties: { colour: ['Black', 'Charcoal'] },
    }),
    made('BACKPACK', 'Striderly', 'Canvas backpack', 5995, {
      properties: { colour: ['Olive', 'Navy'] },
      stockOf: { OLV: [1, 1] },
    }),
  ],
};
