import { isTendered, type TenderedSale } from '../../shared/sale/sale.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { Journal } from './till.ts';

const NOTED = 'givenBack';

const keyOf = ({ terminalId, epoch }: { readonly terminalId: string; readonly epoch: number }): string =>
  `${terminalId}/${epoch}`;

/**
 * Gives the journal back what it lost and the store still has: the other half of healing. Sales beyond the journal's head,
 * and those that may have stood in its broken lines; those are looked for once, because a broken line is never cut. What the
 * journal does not take stays in the store, as it was.
 *
 * @returns how many sales the journal got
 */
export async function giveBackToJournal(store: LocalStore, journal: Journal): Promise<number> {
  const chains = new Map((await journal.chains()).map((chain) => [keyOf(chain), chain]));
  const noted = (await store.device.get<Readonly<Record<string, number>>>(NOTED)) ?? {};
  let given = 0;
  for (const [key, sales] of salesByChain(store)) {
    const chain = chains.get(key);
    const isSearched = (chain?.brokenLines ?? 0) === (noted[key] ?? 0);
    const present = chain && !isSearched ? await sequencesOf(journal, chain) : null;
    const isMissing = ({ sequence }: TenderedSale) =>
      present ? !present.has(sequence) : sequence > (chain?.sequence ?? 0);
    for (const sale of sales.filter(isMissing)) {
      await journal.restore(sale);
      given += 1;
    }
  }
  const searched = [...chains].map(([key, chain]) => [key, chain.brokenLines] as const);
  if (searched.some(([key, broken]) => broken !== (noted[key] ?? 0)))
    await store.device.set(NOTED, Object.fromEntries(searched));
  return given;
}

/** The paid sales of this machine, in the order of their sequences. */
function salesByChain(store: LocalStore): Map<string, TenderedSale[]> {
  const chains = new Map<string, TenderedSale[]>();
  for (const sale of store.sales.all()) {
    if (!isTendered(sale)) continue;
    const sales = chains.get(keyOf(sale)) ?? [];
    sales.push(sale);
    chains.set(keyOf(sale), sales);
  }
  for (const sales of chains.values()) sales.sort((a, b) => a.sequence - b.sequence);
  return chains;
}

async function sequencesOf(
  journal: Journal,
  { terminalId, epoch }: { readonly terminalId: string; readonly epoch: number },
): Promise<Set<number>> {
  const present = new Set<number>();
  for (let after = 0; ; ) {
    const sales = await journal.sales(terminalId, epoch, after);
    const last = sales.at(-1);
    if (!last || last.sequence <= after) return present;
    for (const sale of sales) present.add(sale.sequence);
    after = last.sequence;
  }
}
