import { createHash } from 'node:crypto';
import { uuidV7 } from '../../../shared/core/uuid.ts';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import { FIRST_PREVIOUS_HASH } from '../../../shared/sale/sale.ts';
import type { PushedCollection } from '../../../shared/sync/documents.ts';
import type { Json } from './hostile.ts';
import type { Random } from './random.ts';

type Members = { [name: string]: Json };

/** Makes valid documents of one terminal, all from the random numbers it is given. */
export class WireDocuments {
  readonly #random: Random;
  readonly #terminalId: string;
  readonly #skus: readonly string[];
  #sequence = 0;
  #previousHash = FIRST_PREVIOUS_HASH;

  constructor(random: Random, terminalId: string, skus: readonly string[]) {
    this.#random = random;
    this.#terminalId = terminalId;
    this.#skus = skus;
  }

  id(): string {
    return uuidV7(Date.parse('2026-11-22T10:00:00Z') + this.#random.int(0, 1e9), this.#random.bytes(10));
  }

  any(collection: PushedCollection): Members {
    if (collection === 'shifts') return this.shiftEvent();
    if (collection === 'stockCommands') return this.stockCommand();
    if (collection === 'officeRequests') return this.officeRequest();
    return this.#random.chance(0.5) ? this.tendered() : this.open();
  }

  open(): Members {
    const random = this.#random;
    return {
      id: this.id(),
      terminalId: this.#terminalId,
      epoch: 1,
      revision: random.int(1, 9),
      status: random.pick(['open', 'open', 'parked', 'underPaying', 'abandoned']),
      currency: 'EUR',
      lines: Array.from({ length: random.int(0, 4) }, (_, index) => ({
        lineId: `line-${index}`,
        sku: random.pick(this.#skus),
        quantity: random.int(-2, 5),
        unitPriceMinor: 100,
        discountMinor: random.pick([0, 10]),
        taxMinor: 16,
        ...(random.chance(0.3) && { returnOf: this.id(), disposition: random.pick(['restock', 'damaged']) }),
        ...(random.chance(0.3) && { properties: { colour: 'red' }, size: 'M' }),
      })),
      tenders: [],
      createdAt: '2026-11-22T10:00:00.000Z',
    };
  }

  tendered(): Members {
    const sale = { ...this.open(), status: 'tendered' };
    this.#sequence += 1;
    const draft = {
      ...sale,
      tenders: [{ id: this.id(), kind: 'cash', amountMinor: 500, state: 'captured', givenMinor: 1000 }],
      sequence: this.#sequence,
      period: 1,
      tenderedAt: '2026-11-22T10:00:00.000Z',
      businessDate: '2026-11-22',
      cashierId: this.id(),
      shiftId: this.id(),
      totalMinor: 500,
      taxMinor: 80,
      roundingMinor: 0,
      previousHash: this.#previousHash,
    };
    const hash = createHash('sha256')
      .update(saleHashText(draft as never))
      .digest('hex');
    this.#previousHash = hash;
    return { ...draft, hash };
  }

  shiftEvent(): Members {
    const random = this.#random;
    const kind = random.pick(['opened', 'cashIn', 'cashOut', 'drop', 'counted', 'closed']);
    return {
      id: this.id(),
      shiftId: this.id(),
      terminalId: this.#terminalId,
      epoch: 1,
      kind,
      at: '2026-11-22T20:00:00Z',
      businessDate: '2026-11-22',
      cashierId: this.id(),
      period: 1,
      amountMinor: 5000,
      reason: 'change',
      ...(kind === 'closed' && { lastSequence: this.#sequence }),
    };
  }

  officeRequest(): Members {
    const random = this.#random;
    const request = {
      id: this.id(),
      terminalId: this.#terminalId,
      staffId: this.id(),
      at: '2026-11-22T10:00:00.000Z',
    };
    return random.pick([
      { ...request, kind: 'newCustomer', customer: { name: 'Ada', email: 'ada@example.org' } },
      { ...request, kind: 'speedKeys', pages: [{ name: 'Top', keys: [{ sku: random.pick(this.#skus) }] }] },
      {
        ...{ ...request, kind: 'emailReceipt', saleId: this.id(), email: 'ada@example.org', language: 'en' },
        receipt: { subject: 'Receipt', html: '<p>1</p>', text: '1' },
      },
    ]);
  }

  stockCommand(): Members {
    const random = this.#random;
    const kind = random.pick(['receipt', 'adjustment', 'count']);
    return {
      id: this.id(),
      terminalId: this.#terminalId,
      kind,
      sku: random.pick(this.#skus),
      quantity: random.int(0, 20),
      reason: 'delivery',
      staffId: this.id(),
      at: '2026-11-22T10:00:00Z',
      ...(kind === 'count' && { stockVersion: random.int(0, 5), afterSequence: this.#sequence }),
    };
  }
}
