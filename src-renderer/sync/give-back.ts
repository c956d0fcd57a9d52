import type { JournalRecord } from '../../shared/journal/entry.ts';
import { isTendered, type TenderedSale } from '../../shared/sale/sale.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { Journal } from './till.ts';

const NOTED = 'givenBack';

type Chain = { readonly terminalId: string; readonly epoch: number };
/** How the journal's chains stood when everything here was in them. */
type Noted = Readonly<Record<string, { readonly entry: number; readonly brokenLines: number }>>;

/** Why main takes nothing more for now: the next start tries again. */
const FINAL = new Set(['journalUnsafe', 'journalLocked', 'diskFull']);

const keyOf = ({ terminalId, epoch }: Chain): string => `${terminalId}/${epoch}`;

/**
 * Gives the journal back what it lost and the store still has: the other half of healing. Sales beyond the journal's head,
 * and, where a chain is shorter than it was or has lines that broke since, whatever it lacks. That is looked for once,
 * because a broken line is never cut. What the journal does not take stays in the store, as it was.
 *
 * @param present the till's present chain, for what names none
 * @returns how many sales the journal got
 */
export async function giveBackToJournal(
  store: LocalStore,
  journal: Journal,
  present: Chain,
): Promise<number> {
  const chains = new Map((await journal.chains()).map((chain) => [keyOf(chain), chain]));
  const noted = (await store.device.get<Noted>(NOTED)) ?? {};
  const hasLost = (key: string) => {
    const { entry, brokenLines } = chains.get(key) ?? { entry: 0, brokenLines: 0 };
    const before = noted[key] ?? { entry: 0, brokenLines: 0 };
    return entry < before.entry || brokenLines !== before.brokenLines;
  };
  let given = 0;
  for (const [key, sales] of salesByChain(store)) {
    const chain = chains.get(key);
    const there = chain && hasLost(key) ? await sequencesOf(journal, chain) : null;
    const isMissing = ({ sequence }: TenderedSale) =>
      there ? !there.has(sequence) : sequence > (chain?.sequence ?? 0);
    for (const sale of sales.filter(isMissing)) if (await isTaken(journal.restore(sale))) given += 1;
  }
  if (given > 0 || [...chains.keys(), ...Object.keys(noted)].some(hasLost))
    for (const record of factsOf(store, present)) await isTaken(journal.record(record));
  const now = (await journal.chains()).map((chain) => [keyOf(chain), chain] as const);
  const next = now.map(([key, { entry, brokenLines }]) => [key, { entry, brokenLines }] as const);
  await store.device.set(NOTED, Object.fromEntries(next));
  return given;
}

/** False for what the journal refuses, which holds nothing else back. Throws when it takes nothing at all. */
async function isTaken(answer: Promise<unknown>): Promise<boolean> {
  try {
    await answer;
    return true;
  } catch (error) {
    if (FINAL.has((error as { code?: string }).code ?? '')) throw error;
    reportError(error);
    return false;
  }
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

/** Every other act of this till. What the journal has already it answers as before. */
function factsOf(store: LocalStore, present: Chain): JournalRecord[] {
  const events = store.shifts.events.getSnapshot().map((document): JournalRecord => {
    const { terminalId, epoch } = document;
    return { kind: 'shiftEvent', terminalId, epoch, document };
  });
  const commands = store.stockCommands.all.getSnapshot().map((document): JournalRecord => {
    const { terminalId = present.terminalId, epoch = present.epoch } = document;
    return { kind: 'stockCommand', terminalId, epoch, document };
  });
  const requests = store.officeRequests.all.getSnapshot().map((document): JournalRecord => {
    return { kind: 'officeRequest', terminalId: document.terminalId, epoch: present.epoch, document };
  });
  return [...events, ...commands, ...requests];
}

async function sequencesOf(journal: Journal, { terminalId, epoch }: Chain): Promise<Set<number>> {
  const there = new Set<number>();
  for (let after = 0; ; ) {
    const sales = await journal.sales(terminalId, epoch, after);
    const last = sales.at(-1);
    if (!last || last.sequence <= after) return there;
    for (const sale of sales) there.add(sale.sequence);
    after = last.sequence;
  }
}
