import type { SimTill } from './till/sim-till.ts';
import { Violation } from './violation.ts';

interface Age {
  readonly epoch: number;
  readonly version: number;
}

/**
 * What each program of a till has shown of the server's documents: from then on it shows nothing older, whatever arrives late.
 * A server that went back gives its documents older versions, so nothing is compared until everybody agrees with it.
 */
export class NewestSeen {
  readonly #seen = new Map<string, Age>();
  #isComparing = true;

  serverWentBack(): void {
    this.#isComparing = false;
    this.#seen.clear();
  }

  everybodyAgrees(): void {
    this.#isComparing = true;
  }

  look({ till, life }: SimTill, skus: readonly string[]): void {
    const terminalId = till?.identity.getSnapshot()?.terminalId;
    if (!till || !terminalId || !this.#isComparing) return;
    const of = `${life.name} ${terminalId}`;
    for (const sku of skus) this.#compare(`${of} stock of ${sku}`, till.stock.view(sku).level as Age | null);
    for (const id of till.sales.allIds()) {
      const result = till.saleResults.get(id) as { version?: number } | null;
      this.#compare(`${of} result of ${id}`, result && { epoch: 0, version: result.version ?? 0 });
    }
  }

  #compare(what: string, now: Age | null): void {
    const before = this.#seen.get(what);
    if (!now) {
      this.#seen.delete(what);
      return;
    }
    if (before && (now.epoch < before.epoch || (now.epoch === before.epoch && now.version < before.version)))
      throw new Violation(
        'nothing older replaces newer',
        `${what} was of version ${before.version} and is now of ${now.version}`,
      );
    this.#seen.set(what, { epoch: now.epoch, version: now.version });
  }
}
