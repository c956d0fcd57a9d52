import type { Item } from '../../shared/catalog/item.ts';
import type { Role } from '../../shared/staff/staff-member.ts';
import type { DaySettings } from '../../shared/staff/store-settings.ts';
import { derivedItemId } from '../import/item-id.ts';
import { babyAndPets } from './catalogue/baby-pets.ts';
import { bagsAndServices } from './catalogue/bags-services.ts';
import { bakery } from './catalogue/bakery.ts';
import { beerAndWine } from './catalogue/beer-wine.ts';
import { breakfastAndSpreads } from './catalogue/breakfast-spreads.ts';
import { clothing } from './catalogue/clothing.ts';
import { coffeeAndTea } from './catalogue/coffee-tea.ts';
import { dairyAndEggs } from './catalogue/dairy-eggs.ts';
import { deliCounter } from './catalogue/deli-counter.ts';
import { drinks } from './catalogue/drinks.ts';
import { drugstore } from './catalogue/drugstore.ts';
import { flowersAndPlants } from './catalogue/flowers-plants.ts';
import { frozen } from './catalogue/frozen.ts';
import { fruitAndVegetables } from './catalogue/fruit-vegetables.ts';
import { homeAndKitchen } from './catalogue/home-kitchen.ts';
import { household } from './catalogue/household.ts';
import { meatAndFish } from './catalogue/meat-fish.ts';
import { pantry } from './catalogue/pantry.ts';
import { shoesAndAccessories } from './catalogue/shoes-accessories.ts';
import { stationeryAndBooks } from './catalogue/stationery-books.ts';
import { sweetsAndSnacks } from './catalogue/sweets-snacks.ts';
import { type DemoStock, expandRow } from './demo-item.ts';
import type { DemoCategory, DemoTaxClass } from './demo-row.ts';
import type { DemoStoreCode } from './demo-stock.ts';

const SPEED_KEYS: DemoShop['daySettings']['speedKeys'] = [
  {
    name: 'Breakfast',
    keys: [
      { sku: 'BAK-ROLL-WHITE', label: 'Roll' },
      { sku: 'BAK-ROLL-RYE', label: 'Rye roll' },
      { sku: 'BAK-PRETZEL', label: 'Pretzel' },
      { sku: 'BAK-CROISSANT', label: 'Croissant' },
      { sku: 'BAK-CROISSANT-CHOC' },
      { sku: 'BAK-BAGUETTE' },
      { sku: 'SRV-COFFEE-TO-GO', label: 'Coffee' },
    ],
  },
  {
    name: 'Counter',
    keys: [
      { sku: 'FRU-BANANA' },
      { sku: 'FRU-APPLE-RED' },
      { sku: 'FRU-ORANGE' },
      { sku: 'SRV-BAG-PAPER', label: 'Bag' },
      { sku: 'SRV-DEPOSIT-25', label: 'Deposit' },
    ],
  },
];

/** In the order in which a till shows their tabs. */
const CATEGORIES: readonly DemoCategory[] = [
  fruitAndVegetables,
  bakery,
  dairyAndEggs,
  deliCounter,
  meatAndFish,
  pantry,
  breakfastAndSpreads,
  sweetsAndSnacks,
  coffeeAndTea,
  drinks,
  beerAndWine,
  frozen,
  drugstore,
  household,
  babyAndPets,
  clothing,
  shoesAndAccessories,
  homeAndKitchen,
  stationeryAndBooks,
  flowersAndPlants,
  bagsAndServices,
];

export interface DemoShop {
  currency: 'EUR';
  pricesIncludeTax: true;
  stores: { code: DemoStoreCode; name: string; address: string[]; taxNumber: string }[];
  /** One owner and two cashiers, who work in both stores. Their ids stay the same, and everybody may know their PINs. */
  staff: { id: string; name: string; role: Role; hue: number; pin: string }[];
  /** The shop's own scale, and the keys that a manager has arranged. */
  daySettings: Pick<DaySettings, 'embeddedBarcodes' | 'speedKeys'>;
  taxRates: { taxClass: DemoTaxClass; label: string; ratePpm: number }[];
  categories: { name: string; hue: number }[];
  items: Item[];
  /** For both stores, one entry for every SKU whose stock is kept; 0 where the shelf is empty. */
  openingStock: DemoStock[];
}

/**
 * A shop to try Evertill with: a small supermarket with a clothes rail, in two stores. Everything in it is invented.
 * It is the same on every call and on every machine.
 */
export function demoShop(): DemoShop {
  const expanded = CATEGORIES.flatMap((category) => category.rows.map((row) => expandRow(category, row)));
  return {
    currency: 'EUR',
    pricesIncludeTax: true,
    stores: [
      {
        code: 'main',
        name: 'Evertill Market Central',
        address: ['12 Lantern Square', '10117 Everton'],
        taxNumber: 'EV 814 220 937',
      },
      {
        code: 'north',
        name: 'Evertill Market North',
        address: ['4 Millrace Lane', '10439 Everton'],
        taxNumber: 'EV 814 220 937',
      },
    ],
    staff: [
      {
        id: derivedItemId('demo staff', 'marta'),
        name: 'Marta Lindquist',
        role: 'owner',
        hue: 262,
        pin: '1111',
      },
      {
        id: derivedItemId('demo staff', 'idris'),
        name: 'Idris Vanderveen',
        role: 'cashier',
        hue: 168,
        pin: '2222',
      },
      {
        id: derivedItemId('demo staff', 'joana'),
        name: 'Joana Petrak',
        role: 'cashier',
        hue: 24,
        pin: '3333',
      },
    ],
    daySettings: {
      embeddedBarcodes: [
        { prefix: '21', kind: 'weight', itemDigits: 5, valueDigits: 5, valueExponent: 3, checkDigit: false },
        { prefix: '22', kind: 'price', itemDigits: 5, valueDigits: 5, valueExponent: 2, checkDigit: false },
      ],
      speedKeys: SPEED_KEYS,
    },
    taxRates: [
      { taxClass: 'standard', label: 'Standard 19 %', ratePpm: 190_000 },
      { taxClass: 'reduced', label: 'Reduced 7 %', ratePpm: 70_000 },
      { taxClass: 'zero', label: 'Zero', ratePpm: 0 },
    ],
    categories: CATEGORIES.map(({ name, hue }) => ({ name, hue })),
    items: expanded.map(({ item }) => item),
    openingStock: expanded.flatMap(({ stock }) => stock),
  };
}
