import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import { demandOf } from '../../shared/stock/availability.ts';
import { stockEffect } from '../../shared/stock/stock-effect.ts';

/**
 * What this till's own sales take of each SKU. Tendered sales never change, so of them only sums are kept, by epoch and
 * period: a till with ten thousand sales of its bread behind it answers as quickly as a new one.
 */
export interface SaleDemand {
  /** @param before what was remembered of the same sale, if anything */
  replace(before: Sale | undefined, now: Sale): void;
  /**
   * The sum over the terminal's sales of `epoch` and later: those that run and are not left out, and the tendered ones of
   * `period` and later.
   */
  of(sku: string, from: DemandFrom, isLeftOut: (sale: Sale) => boolean): number;
}

/** From where on a stock document leaves a terminal's own sales to the terminal. */
export interface DemandFrom {
  /** Sales of a terminal that this one replaced are everyone else's. Null, before there is an identity: any terminal's. */
  readonly terminalId: string | null;
  readonly epoch: number;
  readonly period: number;
}

interface TenderedSum {
  readonly terminalId: string;
  readonly epoch: number;
  readonly period: number;
  units: number;
}

interface SkuDemand {
  readonly running: Map<string, Sale>;
  readonly tendered: Map<string, TenderedSum>;
}

export function createSaleDemand(): SaleDemand {
  const skus = new Map<string, SkuDemand>();

  function demandFor(sku: string): SkuDemand {
    const known = skus.get(sku);
    if (known) return known;
    const made = { running: new Map(), tendered: new Map() };
    skus.set(sku, made);
    return made;
  }

  return {
    replace(before, now) {
      for (const { sku } of before?.lines ?? []) skus.get(sku)?.running.delete(now.id);
      // A tendered sale is final: to hear of it again adds nothing.
      if (before && isTendered(before)) return;
      for (const line of now.lines) {
        const own = demandFor(line.sku);
        if (!isTendered(now)) {
          if (now.status !== 'abandoned') own.running.set(now.id, now);
          continue;
        }
        const { terminalId, epoch, period } = now;
        const key = `${terminalId}/${epoch}/${period}`;
        const sum = own.tendered.get(key) ?? { terminalId, epoch, period, units: 0 };
        sum.units += stockEffect(line, true);
        own.tendered.set(key, sum);
      }
    },
    of(sku, { terminalId, epoch, period }, isLeftOut) {
      const own = skus.get(sku);
      if (!own) return 0;
      const isOwn = (sale: { readonly terminalId: string; readonly epoch: number }) =>
        sale.epoch >= epoch && (terminalId === null || sale.terminalId === terminalId);
      let units = 0;
      for (const sum of own.tendered.values()) if (isOwn(sum) && sum.period >= period) units += sum.units;
      const running = [...own.running.values()].filter((sale) => isOwn(sale) && !isLeftOut(sale));
      return units + demandOf(running, sku, period);
    },
  };
}
