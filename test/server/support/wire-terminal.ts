import { createHash, randomBytes } from 'node:crypto';
import { uuidV7 } from '../../../shared/core/uuid.ts';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import { FIRST_PREVIOUS_HASH, type TenderedSale } from '../../../shared/sale/sale.ts';
import type { PulledCollection, PushedCollection } from '../../../shared/sync/documents.ts';
import type { EnrolResponse, PushAnswer } from '../../../shared/sync/protocol.ts';

export const newId = (): string => uuidV7(Date.now(), randomBytes(10));

export interface WireAnswer {
  readonly status: number;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  readonly body: any;
}

/** One request as any client would send it. */
export async function ask(
  url: string,
  method: 'GET' | 'POST',
  path: string,
  options: { token?: string; body?: unknown } = {},
): Promise<WireAnswer> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...(options.token && { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
  });
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  return { status: answer.status, type, body: type.includes('json') ? JSON.parse(text) : text };
}

export interface DraftLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceMinor?: number;
}

/** A till that speaks the wire and nothing else. */
export class WireTerminal {
  readonly url: string;
  readonly identity: EnrolResponse;
  epoch: number;
  #sequence = 0;
  #previousHash = FIRST_PREVIOUS_HASH;

  constructor(url: string, identity: EnrolResponse) {
    this.url = url;
    this.identity = identity;
    this.epoch = identity.epoch;
  }

  static async enrol(url: string, code: string, name: string, replaces?: string): Promise<WireTerminal> {
    const answer = await ask(url, 'POST', '/v1/terminals/enrol', {
      body: { code, name, ...(replaces && { replaces }) },
    });
    if (answer.status !== 201) throw new Error(`not enrolled: ${JSON.stringify(answer.body)}`);
    return new WireTerminal(url, answer.body);
  }

  get(path: string): Promise<WireAnswer> {
    return ask(this.url, 'GET', path, { token: this.identity.token });
  }

  post(path: string, body: unknown): Promise<WireAnswer> {
    return ask(this.url, 'POST', path, { token: this.identity.token, body });
  }

  async push(collection: PushedCollection, ...documents: unknown[]): Promise<PushAnswer[]> {
    const answer = await this.post(
      `/v1/sync/${collection}/push`,
      documents.map((newDocumentState) => ({ newDocumentState })),
    );
    if (answer.status !== 200) throw new Error(`push: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.answers;
  }

  /** Everything of a collection from the beginning, by its key where a document comes twice: the newest. */
  async pullAll(collection: PulledCollection, limit = 1000): Promise<Record<string, unknown>[]> {
    const documents: Record<string, unknown>[] = [];
    let checkpoint = '';
    for (;;) {
      const answer = await this.get(
        `/v1/sync/${collection}/pull?limit=${limit}${checkpoint && `&checkpoint=${encodeURIComponent(checkpoint)}`}`,
      );
      if (answer.status !== 200) throw new Error(`pull: ${answer.status} ${JSON.stringify(answer.body)}`);
      documents.push(...answer.body.documents);
      checkpoint = answer.body.checkpoint;
      if (answer.body.documents.length < limit) return documents;
    }
  }

  async stockLevel(sku: string): Promise<Record<string, unknown> | undefined> {
    return (await this.pullAll('stockLevels')).findLast((level) => level.sku === sku);
  }

  open(lines: readonly DraftLine[], more: Record<string, unknown> = {}) {
    return {
      id: newId(),
      terminalId: this.identity.terminalId,
      epoch: this.epoch,
      revision: 1,
      status: 'open',
      currency: 'EUR',
      lines: lines.map(({ sku, quantity, unitPriceMinor = 100 }, index) => ({
        lineId: `line-${index + 1}`,
        sku,
        quantity,
        unitPriceMinor,
        discountMinor: 0,
        taxMinor: 0,
      })),
      tenders: [],
      ...more,
    };
  }

  /** The next revision of a sale. */
  revise<S extends { revision: number }>(sale: S, more: Record<string, unknown>): S {
    return { ...sale, revision: sale.revision + 1, ...more };
  }

  /** The sale, paid: it takes the next place in this till's chain. */
  tender(sale: ReturnType<WireTerminal['open']>, more: Record<string, unknown> = {}): TenderedSale {
    const totalMinor = sale.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
    this.#sequence += 1;
    const draft = {
      ...sale,
      revision: sale.revision + 1,
      status: 'tendered' as const,
      tenders: [{ id: newId(), kind: 'cash', amountMinor: totalMinor, state: 'captured' as const }],
      sequence: this.#sequence,
      period: 1,
      tenderedAt: new Date().toISOString(),
      businessDate: new Date().toISOString().slice(0, 10),
      cashierId: newId(),
      shiftId: newId(),
      totalMinor,
      taxMinor: 0,
      roundingMinor: 0,
      previousHash: this.#previousHash,
      ...more,
    };
    const hash = createHash('sha256').update(saleHashText(draft)).digest('hex');
    this.#previousHash = hash;
    return { ...draft, hash };
  }
}
