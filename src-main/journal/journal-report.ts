/** Something in the journal that a person should know. Nothing here stops the till from selling, unless it says so. */
export type JournalReport =
  /** An append that never ended, cut off. Its sale was not acknowledged. */
  | {
      readonly kind: 'tornTail';
      readonly file: string;
      readonly offset: number;
      readonly lengthBytes: number;
    }
  /** An append that lacked only its line's end, which it now has. */
  | {
      readonly kind: 'tailCompleted';
      readonly file: string;
      readonly offset: number;
      readonly lengthBytes: number;
    }
  /** A torn tail that the disk does not let us cut. The chain takes no more sales until the program starts anew. */
  | {
      readonly kind: 'unrepairedTail';
      readonly file: string;
      readonly offset: number;
      readonly lengthBytes: number;
      readonly detail: string;
    }
  /** A line that once was complete and cannot be trusted now. It stays in its file; a new file is begun after it. */
  | {
      readonly kind: 'brokenEntry';
      readonly file: string;
      readonly offset: number;
      readonly lengthBytes: number;
      readonly reason: 'unreadable' | 'wrongHash' | 'wrongChain';
    }
  /** A sequence is missing or comes twice. */
  | {
      readonly kind: 'brokenSequence';
      readonly file: string;
      readonly offset: number;
      readonly expected: number;
      readonly found: number;
    }
  /** An entry does not name the hash of the one before it. */
  | { readonly kind: 'brokenLink'; readonly file: string; readonly offset: number }
  /** The disk does not give the file back. The chain takes no more sales: a new epoch is needed. */
  | { readonly kind: 'unreadableFile'; readonly file: string; readonly detail: string };
