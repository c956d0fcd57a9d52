import { z } from 'zod';

/** Why a line is no entry. */
export const LINE_FAULTS = ['unreadable', 'wrongHash', 'wrongChain'] as const;
export type LineFault = (typeof LINE_FAULTS)[number];

/** Why an entry does not fit the ones before it. `wrongSequence` and `wrongSaleLink` are the sale's own chain. */
export const LINK_FAULTS = [
  'wrongNumber',
  'wrongLink',
  'wrongSequence',
  'wrongSaleLink',
  'repeated',
] as const;
export type LinkFault = (typeof LINK_FAULTS)[number];

/** Something in the journal that a person should know. Nothing here stops the till from selling, unless `stops`. */
export const journalReportSchema = z.object({
  code: z.enum([
    /** An append that never ended, cut off. It was not acknowledged. */
    'tornTail',
    /** An append that lacked only its line's end, which it now has. */
    'tailCompleted',
    /** A torn tail that the disk does not let us cut. */
    'unrepairedTail',
    /** A line that once was complete and cannot be trusted now: `reason` is one of LINE_FAULTS. It stays in its file. */
    'brokenEntry',
    /** An entry that is whole but does not fit the ones before it: `reason` is one of LINK_FAULTS. */
    'brokenLink',
    /** The disk does not give the file back: a new epoch is needed. */
    'unreadableFile',
  ]),
  /** Inside the journal's folder: `<terminalId>/<epoch>/<number>.ndjson`. */
  file: z.string(),
  /** Where in the file, in bytes; 0 for the file as a whole. */
  offset: z.int().min(0),
  lengthBytes: z.int().min(0),
  /** The number of the entry, where it is known. */
  entry: z.int().min(0).nullable(),
  reason: z.string(),
  /** True: this chain takes nothing more until the program starts anew, or the till has a new epoch. */
  stops: z.boolean(),
});
export type JournalReport = z.infer<typeof journalReportSchema>;
