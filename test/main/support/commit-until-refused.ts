// Commits until the disk refuses, and then some more. Says how many sales were acknowledged and why the first was not.
import { openSaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft } from './sale-drafts.ts';

const journal = await openSaleJournal(process.argv[2] ?? '');
if (!journal) throw new Error('the journal is held by another process');
let acknowledged = 0;
const refusals: string[] = [];
for (let number = 1; number <= 120; number += 1) {
  const outcome = await journal.commit(draft(number));
  if (outcome.ok) acknowledged += 1;
  else refusals.push(`${outcome.rejection.code} ${outcome.rejection.detail}`);
}
await journal.close();
process.stdout.write(JSON.stringify({ acknowledged, refusals: [...new Set(refusals)] }));
