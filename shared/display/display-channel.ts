import { z } from 'zod';

/** Between a till in a browser and its second window. */
export const DISPLAY_CHANNEL = 'evertill-display';

export const displaySignalSchema = z.discriminatedUnion('kind', [
  /** Judged by the schema of the message where it is shown. */
  z.strictObject({ kind: z.literal('show'), message: z.unknown() }),
  z.strictObject({ kind: z.literal('end') }),
  /** Is there a display? It answers that it is here, and says so by itself when it starts: then it has heard nothing yet. */
  z.strictObject({ kind: z.literal('ask') }),
  z.strictObject({ kind: z.literal('here'), answers: z.literal(true).optional() }),
]);
export type DisplaySignal = z.infer<typeof displaySignalSchema>;
