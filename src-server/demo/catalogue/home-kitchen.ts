import { type DemoCategory, made, pack } from '../demo-row.ts';

export const homeAndKitchen: DemoCategory = {
  code: 'KIT',
  name: 'Home & kitchen',
  hue: 18,
  taxClass: 'standard',
  shelf: 'rail',
  rows: [
    made('MUG', 'Copperkite', 'Stoneware mug', 790, {
      properties: { colour: ['White', 'Sand', 'Olive', 'Navy'] },
      stockOf: { OLV: [1, 0] },
    }),
    made('BOWL', 'Copperkite', 'Cereal bowl', 890, { properties: { colour: ['White', 'Sand', 'Olive'] } }),
    made('PLATE', 'Copperkite', 'Dinner plate', 990, { properties: { colour: ['White', 'Sand', 'Olive'] } }),
    made('PAN', 'Copperkite', 'Frying pan', 2490, {
      sizes: ['20 cm', '24 cm', '28 cm'],
      surcharge: { '24 cm': 500, '28 cm': 1000 },
    }),
    made('POT', 'Copperkite', 'Saucepan with lid', 2990, {
      sizes: ['1.5 L', '3 L', '5 L'],
      surcharge: { '3 L': 700, '5 L': 1400 },
      stockOf: { '5-L': [1, 0] },
    }),
    pack('KNIFE-CHEF', 'Copperkite', "Chef's knife", '20 cm', 2990),
    pack('KNIFE-PARING', 'Copperkite', 'Paring knife', '9 cm', 890),
    pack('BOARD', 'Copperkite', 'Beech chopping board', '', 1690),
    pack('PEELER', 'Copperkite', 'Vegetable peeler', '', 590),
    pack('WHISK', 'Copperkite', 'Whisk', '', 690),
    pack('CORKSCREW', 'Copperkite', 'Corkscrew', '', 990, { stock: [1, 1] }),
    made('TEA-TOWEL', 'Northloom', 'Linen tea towel', 990, {
      properties: { colour: ['Natural', 'Navy', 'Terracotta'] },
    }),
    made('TOWEL', 'Northloom', 'Cotton towel', 1290, {
      sizes: ['30×50', '50×100', '70×140'],
      properties: { colour: ['White', 'Sand', 'Navy'] },
      surcharge: { '50×100': 500, '70×140': 1500 },
    }),
    made('CUSHION', 'Northloom', 'Cushion cover 45×45', 1490, {
      properties: { colour: ['Natural', 'Olive', 'Terracotta'] },
      stockOf: { TER: [1, 0] },
    }),
    made('CANDLE', 'Copperkite', 'Pillar candle', 490, {
      sizes: ['8 cm', '12 cm', '16 cm'],
      properties: { colour: ['Ivory', 'Red'] },
      surcharge: { '12 cm': 200, '16 cm': 400 },
    }),
    pack('LUNCH-BOX', 'Copperkite', 'Steel lunch box', '800 ml', 1990),
    made('BOTTLE', 'Copperkite', 'Insulated bottle', 2290, {
      sizes: ['500 ml', '750 ml'],
      properties: { colour: ['Black', 'White', 'Coral'] },
      surcharge: { '750 ml': 500 },
      without: ['COR-750-ML'],
    }),
    made('UMBRELLA', 'Copperkite', 'Folding umbrella', 1490, {
      properties: { colour: ['Black', 'Navy', 'Red'] },
    }),
  ],
};
