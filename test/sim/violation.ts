/** What must hold (STOCK.md's numbers first). Which of them a world broke is told with its failure. */
export type Invariant =
  | '1 on hand = Σ movements'
  | '2 reserved = Σ live grants'
  | '3 Σ grants ≤ on hand'
  | '4 applied exactly once'
  | '5 a receipt arrives'
  | '6 what was granted is there'
  | '7 every till agrees'
  | '8 nothing jams'
  | 'grants shrink'
  | 'under payment nothing shrinks'
  | "the till's own view is exact"
  | 'nothing older replaces newer'
  | 'facts go before stock'
  | 'no epoch without a reason'
  | 'what was stored stays'
  | 'no fault is reported';

/** Something that must hold and does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
  readonly invariant: Invariant;

  constructor(invariant: Invariant, message: string) {
    super(message);
    this.invariant = invariant;
  }
}
