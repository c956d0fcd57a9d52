import { decideMove, newSale } from '../../shared/sale/cart.ts';
import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import { newId, nowIso } from '../../src-renderer/runtime/new-id.ts';
import { type Cashier, PERSON } from './cashier.ts';

const STRANGER = '01900000-0000-7000-8000-00000000ffff';

/** A return of something that this till sold. */
export function takeReturn(cashier: Cashier, disposition?: 'restock' | 'damaged'): void {
  cashier.act('return', async (till) => {
    const { chance } = cashier.facts;
    const identity = till.identity.getSnapshot();
    const settings = till.settings.getSnapshot();
    const recent = till.sales.recent
      .getSnapshot()
      .filter((sale) => sale.lines.some((line) => line.quantity > 0));
    if (!identity || !settings || recent.length === 0 || cashier.openSale(till)) return 'nothing';
    const original = chance.pick(recent);
    const line = original.lines.find((each) => each.quantity > 0);
    if (!line) return 'nothing';
    const at = nowIso();
    const sale = newSale({
      id: newId(),
      terminalId: identity.terminalId,
      epoch: identity.epoch,
      currency: settings.currency,
      pricesIncludeTax: true,
      at,
    });
    const back = {
      ...line,
      lineId: newId(),
      quantity: -chance.between(1, line.quantity),
      discountMinor: 0,
      returnOf: { saleId: original.id, lineId: line.lineId },
      disposition: disposition ?? (chance.chance(0.7) ? ('restock' as const) : ('damaged' as const)),
    };
    await till.sales.begin({ ...sale, lines: [back] });
    cashier.acknowledged.set(sale.id, 1);
    return 'begun';
  });
}

export function stockCommand(
  cashier: Cashier,
  kind: 'receipt' | 'adjustment' | 'count',
  sku: string,
  quantity: number,
): void {
  cashier.act(kind, async (till) => {
    const identity = till.identity.getSnapshot();
    if (!identity) return 'not ready';
    const level = till.stock.view(sku).level as { version?: number } | null;
    const sequence = Math.max(
      0,
      ...till.sales.recent
        .getSnapshot()
        .filter((sale) => sale.terminalId === identity.terminalId && sale.epoch === identity.epoch)
        .map((sale) => sale.sequence),
    );
    const id = newId();
    await till.stockCommands.append({
      id,
      terminalId: identity.terminalId,
      kind,
      sku,
      quantity,
      reason: 'simulated',
      staffId: PERSON,
      at: nowIso(),
      ...(kind === 'count' && level?.version !== undefined
        ? { stockVersion: level.version, afterSequence: sequence, epoch: identity.epoch }
        : {}),
    });
    cashier.factStored('stockCommands', id, kind === 'count' ? null : { sku, quantity });
    return null;
  });
}

/** A document that the server has to keep for a person stands between the others: it says to be another till's. */
export function writeNonsense(cashier: Cashier): void {
  cashier.act('nonsense', async (till) => {
    const identity = till.identity.getSnapshot();
    const settings = till.settings.getSnapshot();
    if (!identity || !settings) return 'not ready';
    const id = newId();
    await till.stockCommands.append({
      id,
      kind: 'adjustment',
      sku: 'S1',
      quantity: 1,
      reason: 'not mine',
      staffId: PERSON,
      at: nowIso(),
      terminalId: STRANGER,
    });
    cashier.factStored('stockCommands', id);
    return null;
  });
}

/** The Z: ends the period. */
export function closeShift(cashier: Cashier): void {
  cashier.act('close shift', async (till) => {
    const shift = till.shifts.current.getSnapshot();
    const identity = till.identity.getSnapshot();
    if (!shift || !identity || cashier.openSale(till)?.status === 'underPaying') return 'nothing';
    const sequence = Math.max(
      0,
      ...till.sales.recent
        .getSnapshot()
        .filter((sale) => sale.terminalId === identity.terminalId && sale.epoch === identity.epoch)
        .map((sale) => sale.sequence),
    );
    const id = newId();
    await till.shifts.append({
      id,
      shiftId: shift.shiftId,
      terminalId: identity.terminalId,
      epoch: identity.epoch,
      kind: 'closed',
      at: nowIso(),
      businessDate: shift.businessDate,
      cashierId: PERSON,
      period: till.shifts.period(),
      lastSequence: sequence,
    });
    cashier.factStored('shifts', id);
    return null;
  });
}

/** Takes over a sale that another till has parked, as SYNC.md says: stored first, then asked for. */
export function takeOver(
  cashier: Cashier,
  ask: (path: string, body?: unknown) => Promise<unknown>,
  wanted?: string,
): void {
  cashier.act('take over', async (till) => {
    const { chance, oracle } = cashier.facts;
    const identity = till.identity.getSnapshot();
    const settings = till.settings.getSnapshot();
    if (!identity || !settings || cashier.openSale(till)) return 'nothing';
    const listed = (await ask('/v1/sales?status=parked')) as { sales?: Sale[] } | null;
    const others = (listed?.sales ?? []).filter((sale) => sale.terminalId !== identity.terminalId);
    if (others.length === 0) return 'nothing';
    const parked = others.find((sale) => sale.id === wanted) ?? chance.pick(others);
    const at = nowIso();
    const sale = newSale({
      id: newId(),
      terminalId: identity.terminalId,
      epoch: identity.epoch,
      currency: settings.currency,
      pricesIncludeTax: true,
      at,
    });
    const asAsked = chance.chance(0.5) ? parked.lines : [];
    await till.sales.begin({ ...sale, takenFrom: parked.id, lines: asAsked });
    cashier.acknowledged.set(sale.id, 1);
    const answer = (await ask(`/v1/sales/${parked.id}/hand-over`, { newId: sale.id })) as {
      sale?: Sale;
    } | null;
    if (!answer?.sale) {
      await till.sales.change(sale.id, (now) => decideMove(now, 'abandoned', nowIso()));
      return 'refused or unheard';
    }
    oracle.count('hand-overs');
    const { lines } = answer.sale;
    await till.sales.change(sale.id, (now) =>
      isTendered(now)
        ? { ok: false, rejection: { code: 'notOpen' } }
        : { ok: true, sale: { ...now, lines, touchedAt: nowIso() } as never },
    );
    return 'taken';
  });
}
