import { type DemoCategory, made } from '../demo-row.ts';

const XS_TO_XL = ['XS', 'S', 'M', 'L', 'XL'];
const S_TO_XXL = ['S', 'M', 'L', 'XL', 'XXL'];
const WOMEN = ['36', '38', '40', '42', '44'];
const MEN_WAIST = ['30', '32', '34', '36', '38'];
const CHILDREN = ['92', '104', '116', '128', '140'];
const BABY = ['56', '62', '68', '74', '80'];

export const clothing: DemoCategory = {
  code: 'CLO',
  name: 'Clothing',
  hue: 240,
  taxClass: 'standard',
  shelf: 'rail',
  rows: [
    made('TEE', 'Northloom', 'Organic T-shirt', 1995, {
      sizes: XS_TO_XL,
      properties: { colour: ['Navy', 'White', 'Black', 'Olive'] },
      without: ['OLV-XS'],
      stockOf: { 'NVY-M': [12, 6], 'WHT-S': [1, 0], 'BLK-L': [1, 1] },
    }),
    made('TEE-STRIPE', 'Northloom', 'Striped T-shirt', 2495, {
      sizes: XS_TO_XL,
      properties: { colour: ['Navy', 'Red'] },
    }),
    made('POLO', 'Northloom', 'Piqué polo shirt', 3495, {
      sizes: S_TO_XXL,
      properties: { colour: ['Navy', 'White', 'Green'] },
      surcharge: { XXL: 200 },
    }),
    made('SHIRT-OXFORD', 'Northloom', 'Oxford shirt', 4995, {
      sizes: S_TO_XXL,
      properties: { colour: ['White', 'Sky'], fit: ['Regular', 'Slim'] },
      without: ['SKY-SLI-XXL', 'WHT-SLI-XXL'],
    }),
    made('SHIRT-FLANNEL', 'Northloom', 'Flannel shirt', 4495, {
      sizes: S_TO_XXL,
      properties: { colour: ['Red', 'Green'] },
    }),
    made('BLOUSE', 'Northloom', 'Linen blouse', 4995, {
      sizes: WOMEN,
      properties: { colour: ['White', 'Coral'] },
    }),
    made('SWEATER', 'Northloom', 'Merino sweater', 7995, {
      sizes: XS_TO_XL,
      properties: { colour: ['Charcoal', 'Navy', 'Plum'] },
      stockOf: { 'PLM-M': [1, 0], 'CHA-XL': [1, 0] },
    }),
    made('CARDIGAN', 'Northloom', 'Knitted cardigan', 6995, {
      sizes: XS_TO_XL,
      properties: { colour: ['Sand', 'Charcoal'] },
    }),
    made('HOODIE', 'Northloom', 'Hooded sweatshirt', 5495, {
      sizes: S_TO_XXL,
      properties: { colour: ['Charcoal', 'Olive', 'Navy'] },
      surcharge: { XXL: 300 },
    }),
    made('JEANS-MEN', 'Northloom', "Men's jeans", 6995, {
      sizes: MEN_WAIST,
      properties: { colour: ['Indigo', 'Black'], fit: ['Regular', 'Slim'] },
      without: ['BLK-SLI-38'],
    }),
    made('JEANS-WOMEN', 'Northloom', "Women's jeans", 6995, {
      sizes: WOMEN,
      properties: { colour: ['Indigo', 'Black'] },
    }),
    made('CHINOS', 'Northloom', 'Chinos', 5995, {
      sizes: MEN_WAIST,
      properties: { colour: ['Sand', 'Navy'] },
    }),
    made('SKIRT', 'Northloom', 'Midi skirt', 4495, {
      sizes: WOMEN,
      properties: { colour: ['Black', 'Terracotta'] },
    }),
    made('DRESS', 'Northloom', 'Summer dress', 5995, {
      sizes: WOMEN,
      properties: { colour: ['Coral', 'Sky'] },
      stockOf: { 'COR-38': [1, 0], 'SKY-44': [0, 1] },
    }),
    made('RAIN-JACKET', 'Northloom', 'Rain jacket', 8995, {
      sizes: XS_TO_XL,
      properties: { colour: ['Yellow', 'Navy'] },
      stockOf: { 'YEL-M': [1, 0] },
    }),
    made('VEST-DOWN', 'Northloom', 'Quilted gilet', 7495, {
      sizes: S_TO_XXL,
      properties: { colour: ['Black', 'Olive'] },
    }),
    made('PYJAMAS', 'Northloom', 'Cotton pyjamas', 3995, {
      sizes: XS_TO_XL,
      properties: { colour: ['Sky', 'Plum'] },
    }),
    made('BRIEFS-3', 'Northloom', 'Cotton briefs, 3 pairs', 2295, { sizes: XS_TO_XL }),
    made('BOXERS-2', 'Northloom', 'Boxer shorts, 2 pairs', 2495, {
      sizes: S_TO_XXL,
      properties: { colour: ['Black', 'Navy'] },
    }),
    made('KIDS-TEE', 'Northloom', "Children's T-shirt", 1295, {
      sizes: CHILDREN,
      properties: { colour: ['Yellow', 'Sky', 'Coral'] },
    }),
    made('KIDS-TROUSERS', 'Northloom', "Children's trousers", 2295, {
      sizes: CHILDREN,
      properties: { colour: ['Indigo', 'Olive'] },
    }),
    made('KIDS-RAINCOAT', 'Northloom', "Children's raincoat", 3495, {
      sizes: CHILDREN,
      properties: { colour: ['Yellow', 'Red'] },
      stockOf: { 'RED-116': [1, 0] },
    }),
    made('BABY-BODY-2', 'Northloom', 'Baby bodysuits, 2 pieces', 1695, {
      sizes: BABY,
      properties: { colour: ['White', 'Sand'] },
    }),
  ],
};
