/** Ends a command with a message for the person who gave it: what failed, on what, and what to do. */
export class CommandFailure extends Error {}

/** The words of any error, without its stack. */
export function wordsOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
