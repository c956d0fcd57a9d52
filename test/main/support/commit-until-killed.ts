// Commits one sale after another and says the id of each only after the journal acknowledged it. Is killed from outside.
import { openSaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, shiftRecord } from './sale-drafts.ts';

const [folder = '', firstNumber = '1'] = process.argv.slice(2);
const journal = await openSaleJournal(folder);
if (!journal) throw new Error('the journal is held by another process');
for (let number = Number(firstNumber); ; number += 1) {
  const outcome = await journal.commit(draft(number));
  if (!outcome.ok) throw new Error(outcome.rejection.code);
  // Other acts stand in between, and are as durable.
  if (number % 3 === 0 && !(await journal.record(shiftRecord(number))).ok) throw new Error('not recorded');
  process.stdout.write(`${number} ${outcome.sale.sequence}\n`);
}
