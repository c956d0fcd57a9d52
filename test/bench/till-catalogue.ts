import type { PulledDocument } from '../../shared/sync/documents.ts';

const MAKERS = ['Acme', 'Borealis', 'Cumbre', 'Delta', 'Fjord', 'Hansa', 'Lumen', 'Nova', 'Primo', 'Tundra'];
const KINDS = [
  'Coffee',
  'Tea',
  'Chocolate',
  'Soap',
  'Pasta',
  'Rice',
  'Yoghurt',
  'Cheese',
  'Juice',
  'Bread',
  'Honey',
];
const STYLES = [
  'Organic',
  'Classic',
  'Fresh',
  'Golden',
  'Wild',
  'Dark',
  'Light',
  'Alpine',
  'Sunny',
  'Roasted',
];

const pick = (list: readonly string[], seed: number) => list[seed % list.length] ?? '';

/** The n-th item of an invented catalogue, always the same: one variant, as most grocery items have. */
export function benchItem(index: number): PulledDocument<'items'> {
  const seed = (index * 2_654_435_761) % 4_294_967_296;
  return {
    id: `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    name: `${pick(MAKERS, seed)} ${pick(STYLES, seed >>> 4)} ${pick(KINDS, seed >>> 8)} ${100 + (seed % 90) * 10} g no. ${index}`,
    category: `Department ${index % 120}`,
    taxClass: index % 3 === 0 ? 'reduced' : 'standard',
    hasSizes: false,
    active: true,
    version: index + 1,
    variants: [
      {
        sku: `SKU-${String(index).padStart(6, '0')}`,
        size: null,
        properties: {},
        codes: [`2${String(index).padStart(11, '0')}X`],
        unit: { code: 'H87', scale: 0 },
        priceMinor: 99 + (seed % 5000),
      },
    ],
  };
}

export function benchLevel(index: number): PulledDocument<'stockLevels'> {
  return {
    sku: `SKU-${String(index).padStart(6, '0')}`,
    onHand: 20 + (index % 30),
    reservedElsewhere: index % 4,
    soldHere: 0,
    epoch: 1,
    period: 1,
    version: index + 1,
  };
}
