import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  changedLine,
  customerView,
  type DisplayFacts,
  displayLanguage,
} from '../../../shared/display/customer-view.ts';
import {
  type DisplayMessage,
  displayMessageSchema,
  LINES_SENT,
} from '../../../shared/display/display-message.ts';
import { repriced } from '../../../shared/sale/pricing.ts';
import { parseReceiptCode } from '../../../shared/sale/receipt-code.ts';
import type { OpenSale, SaleLine, Tender, TenderedSale } from '../../../shared/sale/sale.ts';
import { settlement } from '../../../shared/sale/settlement.ts';
import { lineAmountMinor, saleTotals } from '../../../shared/sale/totals.ts';
import { AT, anyLine, emptySale, id } from '../sale/fixtures.ts';

const look = { language: 'en', theme: 'light', textSize: 100, training: false } as const;
const settings = {
  storeName: 'Corner shop',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  currency: 'EUR',
  cashStepMinor: 5,
  tenderKinds: [
    {
      kind: 'voucher',
      label: 'Gutschein',
      opensDrawer: false,
      needsReference: true,
      needsNetwork: false,
      refundable: true,
    },
  ],
};
const desk: DisplayFacts = {
  look,
  settings,
  isShiftOpen: true,
  isLocked: false,
  screen: 'sale',
  sale: undefined,
  newestLineId: null,
  receiptSale: undefined,
  receiptIsCopy: false,
};

const line = (n: number, part: Partial<SaleLine> = {}): SaleLine => ({
  lineId: `l${n}`,
  sku: `SKU-${n}`,
  name: `Article ${n}`,
  quantity: 1,
  unit: { code: 'PCE', scale: 0 },
  unitPriceMinor: 119,
  discountMinor: 0,
  taxMinor: 8,
  taxRatePpm: 70_000,
  ...part,
});
const saleOf = (lines: SaleLine[], part: Partial<OpenSale> = {}): OpenSale => ({
  ...emptySale(),
  lines,
  ...part,
});
const tender = (part: Partial<Tender>): Tender => ({
  id: id(9),
  kind: 'cash',
  amountMinor: 100,
  state: 'captured',
  ...part,
});
const paid = (part: Partial<TenderedSale> = {}): TenderedSale => ({
  ...saleOf([line(1)]),
  status: 'tendered',
  tenders: [tender({ amountMinor: 119, givenMinor: 200 })],
  sequence: 4711,
  period: 1,
  tenderedAt: AT,
  businessDate: '2026-11-22',
  cashierId: id(7),
  shiftId: id(8),
  totalMinor: 119,
  taxMinor: 8,
  roundingMinor: 0,
  previousHash: '0'.repeat(64),
  hash: 'ab'.repeat(32),
  ...part,
});

const kindOf = (part: Partial<DisplayFacts>) => customerView({ ...desk, ...part }).scene.kind;

describe('which scene', () => {
  const cart = saleOf([line(1)]);
  it.each<[string, Partial<DisplayFacts>, DisplayMessage['scene']['kind']]>([
    ['the shop is not known yet', { settings: null }, 'closed'],
    ['no shift is open, whoever is at the till', { isShiftOpen: false, sale: cart }, 'closed'],
    ['the till is locked, whatever lies in the cart', { isLocked: true, sale: cart }, 'paused'],
    ['nothing is in the cart', { sale: saleOf([]) }, 'idle'],
    ['the cart was parked', { sale: saleOf([line(1)], { status: 'parked' }) }, 'idle'],
    ['something is in it', { sale: cart }, 'cart'],
    ['the cashier counts the drawer', { screen: 'shift' }, 'paused'],
    ['the cashier looks at the shift beside an open cart', { screen: 'shift', sale: cart }, 'cart'],
    ['it is paid', { screen: 'payment', sale: saleOf([line(1)], { status: 'underPaying' }) }, 'paying'],
    ['payment has just begun', { screen: 'payment', sale: cart }, 'paying'],
    ['the receipt is shown', { screen: 'receipt', receiptSale: paid() }, 'done'],
    ['somebody’s receipt of before', { screen: 'receipt', receiptSale: paid(), receiptIsCopy: true }, 'idle'],
    [
      'somebody’s receipt of before, beside an open cart',
      { screen: 'receipt', receiptSale: paid(), receiptIsCopy: true, sale: cart },
      'cart',
    ],
  ])('%s: %s', (_name, facts, kind) => {
    expect(kindOf(facts)).toBe(kind);
  });
});

describe('a cart', () => {
  const sceneOf = (sale: OpenSale, newestLineId: string | null = null) => {
    const { scene } = customerView({ ...desk, sale, newestLineId });
    if (scene.kind !== 'cart') throw new Error(scene.kind);
    return scene;
  };

  it('shows each line’s own discount with the line, and the cart’s once', () => {
    const sale = repriced(
      saleOf(
        [
          line(1, {
            unitPriceMinor: 1000,
            discount: { kind: 'percent', value: 100_000, reason: 'a friend' },
          }),
          line(2, { unitPriceMinor: 500, listPriceMinor: 600 }),
        ],
        { cartDiscount: { kind: 'amount', value: 140, reason: 'regular' } },
      ),
    );
    const scene = sceneOf(sale);
    expect(scene.lines.map(({ discountMinor, amountMinor }) => [discountMinor, amountMinor])).toEqual([
      [100, 900],
      [0, 500],
    ]);
    expect(scene.lines[1]?.listPriceMinor).toBe(600);
    expect([scene.subtotalMinor, scene.cartDiscountMinor, scene.totalMinor]).toEqual([1400, 140, 1260]);
  });

  it.each([
    [3, null, 0, 0, null],
    [100, null, 60, 0, null],
    [100, 'l99', 60, 0, 39],
    [100, 'l5', 0, 60, 5],
    [100, 'l50', 30, 30, 20],
  ] as const)(
    'of %i lines, the newest %s, leaves out %i above and %i below',
    (count, newestId, earlier, later, newest) => {
      const scene = sceneOf(saleOf(Array.from({ length: count }, (_, n) => line(n))), newestId);
      expect([scene.earlier, scene.later, scene.newest]).toEqual([earlier, later, newest]);
      expect(scene.lines).toHaveLength(Math.min(count, LINES_SENT));
      if (newest !== null) expect(scene.lines[newest]?.name).toBe(`Article ${newestId.slice(1)}`);
    },
  );
});

describe('a payment', () => {
  it('shows what was taken and what is waited for, and not what was declined or given back', () => {
    const sale = saleOf([line(1, { unitPriceMinor: 1000 })], {
      status: 'underPaying',
      tenders: [
        tender({ kind: 'voucher', amountMinor: 200, reference: 'V-1' }),
        tender({ kind: 'card', amountMinor: 100, state: 'declined' }),
        tender({ kind: 'cash', amountMinor: 100, state: 'refunded' }),
        tender({ kind: 'card', amountMinor: 800, state: 'pending' }),
      ],
    });
    const { scene } = customerView({ ...desk, screen: 'payment', sale });
    expect(scene).toMatchObject({
      dueMinor: 800,
      tenders: [
        { kind: 'voucher', label: 'Gutschein', amountMinor: 200, waits: false },
        { kind: 'card', label: '', amountMinor: 800, waits: true },
      ],
    });
  });

  it('ends with what was handed over, the change, and the code that the till’s scanner reads', () => {
    const { scene } = customerView({ ...desk, screen: 'receipt', receiptSale: paid() });
    expect(scene).toMatchObject({ totalMinor: 119, changeMinor: 81, sequence: 4711 });
    if (scene.kind !== 'done') throw new Error(scene.kind);
    expect(scene.tenders).toEqual([{ kind: 'cash', label: '', amountMinor: 200, waits: false }]);
    expect(parseReceiptCode(scene.code ?? '')).toEqual({ saleId: id(100), hash: 'ab'.repeat(32) });
    const rehearsed = { ...desk, look: { ...look, training: true }, screen: 'receipt', receiptSale: paid() };
    expect(customerView(rehearsed as DisplayFacts).scene).not.toHaveProperty('code');
  });
});

describe('what a customer may see', () => {
  const SECRET = 'S3CR3T';
  /** Every free text and every person in a sale, also in members that a later version adds. */
  const secretLine = (lines: readonly SaleLine[]) =>
    lines.map((one) => ({
      ...one,
      note: SECRET,
      returnReason: SECRET,
      costMinor: 31_337_311,
      supplier: SECRET,
      discount: { kind: 'amount' as const, value: one.discountMinor, reason: SECRET },
      returnOf: id(31_337),
    }));
  const secretSale = (lines: readonly SaleLine[]): OpenSale => ({
    ...saleOf(secretLine(lines)),
    cashierId: id(31_337),
    label: SECRET,
    note: SECRET,
    cartDiscount: { kind: 'amount', value: 0, reason: SECRET },
    customer: { id: id(31_337), name: SECRET, email: SECRET, taxExempt: { reason: SECRET } },
    taxExempt: { reason: SECRET, approvedBy: id(31_337) },
    ageChecked: { age: 16, at: AT, staffId: id(31_337) },
    approvals: [{ act: SECRET, approvedBy: id(31_337), cashierId: id(31_337), reason: SECRET, at: AT }],
    oversellApprovedBy: id(31_337),
    tenders: [
      tender({ reference: SECRET, terminalReply: SECRET }),
      tender({ kind: 'card', state: 'pending', reference: SECRET }),
    ],
  });
  const anyLines = fc.array(anyLine(true), { minLength: 1, maxLength: 60 });
  const screens = fc.constantFrom<DisplayFacts['screen']>('sale', 'payment', 'receipt', 'shift');

  property.prop([anyLines, screens, fc.boolean(), fc.boolean()])(
    'never a note, a reason, a reference, a cost, a member of staff or anything of a customer',
    (lines, screen, locked, asPaid) => {
      const sale = secretSale(lines);
      const message = customerView({
        ...desk,
        screen,
        isLocked: locked,
        sale: asPaid ? { ...sale, status: 'underPaying' } : sale,
        receiptSale: { ...paid(), ...sale, status: 'tendered', cashierId: id(31_337) } as TenderedSale,
        newestLineId: lines.at(-1)?.lineId ?? null,
      });
      const text = JSON.stringify(message);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('31337');
      // Nor what only main's door would have stopped.
      expect(displayMessageSchema.safeParse(message).error?.issues ?? []).toEqual([]);
    },
  );

  property.prop([anyLines, fc.boolean()])(
    'the sums are the till’s own, and the lines add up to them',
    (lines, pricesIncludeTax) => {
      const sale = saleOf(lines, { pricesIncludeTax, status: 'underPaying' });
      const { scene } = customerView({ ...desk, screen: 'payment', sale });
      if (scene.kind !== 'paying') throw new Error(scene.kind);
      expect(scene.totalMinor).toBe(saleTotals(lines, pricesIncludeTax).totalMinor);
      expect(scene.dueMinor).toBe(settlement(sale, 5).dueMinor);
      expect(scene.subtotalMinor - scene.cartDiscountMinor + (pricesIncludeTax ? 0 : scene.taxMinor)).toBe(
        scene.totalMinor,
      );
      const shown = lines.slice(scene.earlier, scene.earlier + scene.lines.length);
      expect(scene.lines.map(({ amountMinor }) => amountMinor)).toEqual(shown.map(lineAmountMinor));
    },
  );

  it('is strict on both sides: what the schema does not name is refused', () => {
    const message = customerView({ ...desk, sale: saleOf([line(1)]) });
    expect(displayMessageSchema.safeParse(message).success).toBe(true);
    expect(displayMessageSchema.safeParse({ ...message, cashier: 'Idris' }).success).toBe(false);
    if (message.scene.kind !== 'cart') throw new Error(message.scene.kind);
    const lines = [{ ...message.scene.lines[0], note: 'x' }];
    expect(displayMessageSchema.safeParse({ ...message, scene: { ...message.scene, lines } }).success).toBe(
      false,
    );
  });
});

describe('which line was changed last', () => {
  it.each<[string, SaleLine[], SaleLine[], string | null]>([
    ['the new one', [line(1)], [line(1), line(2)], 'l2'],
    ['the one with another quantity', [line(1), line(2)], [line(1, { quantity: 2 }), line(2)], 'l1'],
    ['the one with another price', [line(1)], [line(1, { unitPriceMinor: 99 })], 'l1'],
    ['none: one was taken out', [line(1), line(2)], [line(1)], null],
    [
      'none: the cart’s discount is every line’s',
      [line(1)],
      [line(1, { discountMinor: 5, cartDiscountMinor: 5 })],
      null,
    ],
    ['the bottle, not its deposit', [], [line(1), line(2, { linkedTo: 'l1' })], 'l1'],
    ['the deposit where nothing else changed', [line(1)], [line(1), line(2, { linkedTo: 'l1' })], 'l2'],
  ])('%s', (_name, before, after, expected) => {
    expect(changedLine(before, after)).toBe(expected);
  });
});

it('customers read what the terminal says, else the language of the receipts, else the till’s', () => {
  expect(displayLanguage('ar', 'de-DE', 'en')).toBe('ar');
  expect(displayLanguage(undefined, 'de-AT', 'en')).toBe('de');
  expect(displayLanguage(undefined, 'fr-FR', 'ar')).toBe('ar');
  expect(displayLanguage(undefined, undefined, 'de')).toBe('de');
});
