import { z } from 'zod';
import { name, text } from '../core/scalars.ts';

/** One row of an X or a Z on paper, in the words and amounts of the till: whoever prints it knows no language. */
export const slipRowSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: text(80) }),
  z.object({ kind: z.literal('centred'), text: text(160) }),
  z.object({
    kind: z.literal('pair'),
    left: text(160),
    right: text(80),
    /** A sum. */
    strong: z.boolean().optional(),
    /** A part of the row above. */
    under: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('rule') }),
]);
export type SlipRow = z.infer<typeof slipRowSchema>;

/** A report for the printer. */
export const reportSlipSchema = z.object({ title: name(80), rows: z.array(slipRowSchema).max(400) });
export type ReportSlip = z.infer<typeof reportSlipSchema>;

/** A report that was only rehearsed: the word stands large above and below. Marked once, however often it is asked for. */
export function trainingSlip(slip: ReportSlip, word: string): ReportSlip {
  const mark: SlipRow = { kind: 'heading', text: word };
  const [first] = slip.rows;
  if (first?.kind === 'heading' && first.text === word) return slip;
  return { ...slip, rows: [mark, ...slip.rows, mark] };
}
