import { saleHashText } from '../../shared/sale/content-hash.ts';
import {
  FIRST_PREVIOUS_HASH,
  isTendered,
  type Sale,
  type TenderedDraft,
  type TenderedSale,
} from '../../shared/sale/sale.ts';
import type { SaleRepository } from '../database/sale-repository.ts';
import { sha256Hex } from '../database/sha256.ts';

export interface ChainHead {
  readonly sequence: number;
  readonly hash: string;
}

/** The last tendered sale of (terminal, epoch) that is stored here. */
export function chainHead(sales: Iterable<Sale>, terminalId: string, epoch: number): ChainHead {
  let head: ChainHead = { sequence: 0, hash: FIRST_PREVIOUS_HASH };
  for (const sale of sales) {
    if (!isTendered(sale) || sale.terminalId !== terminalId || sale.epoch !== epoch) continue;
    if (sale.sequence > head.sequence) head = { sequence: sale.sequence, hash: sale.hash };
  }
  return head;
}

/** The next link, where there is no journal to mint it (a browser). */
export async function nextLink(draft: TenderedDraft, head: ChainHead): Promise<TenderedSale> {
  const linked = { ...draft, sequence: head.sequence + 1, previousHash: head.hash };
  // What is stored and sent is JSON: members that JSON leaves out must not be in the hashed content either.
  const content = JSON.parse(JSON.stringify(linked)) as TenderedSale;
  return { ...content, hash: await sha256Hex(saleHashText(content)) };
}

/** The commit where there is no journal: mints the place in the chain and stores the sale. Two taps on the same button are one payment. */
export async function commitWithoutJournal(
  sales: Pick<SaleRepository, 'get' | 'all' | 'commitTendered'>,
  draft: TenderedDraft,
): Promise<TenderedSale> {
  const stored = sales.get(draft.id);
  if (stored && isTendered(stored)) return stored;
  const sale = await nextLink(draft, chainHead(sales.all(), draft.terminalId, draft.epoch));
  await sales.commitTendered(sale, { inJournal: false });
  return sale;
}
