/** A terminal that a till says to have been, as this server knows it. */
export interface KnownFormer {
  readonly terminalId: string;
  readonly storeId: number;
}

export interface FormersDecision {
  /** Known here: their access ends, if it has not. */
  readonly revoked: readonly string[];
  /** Not known any more: entered again, each with the one before it that is known by then; the earliest first. */
  readonly adopted: readonly { readonly terminalId: string; readonly replaces: string | null }[];
}

/**
 * What becomes of the terminals that a till was before. A server that was restored from a backup does not know those that were
 * paired after it; it takes them back when it is sure, or was told, that they were its own. What lies behind a terminal of
 * another store, or of another server, is not this server's.
 *
 * @param formers the latest first
 * @param isOurs the till was of this very server
 * @returns null where the latest is none of this store: nobody can take its place here
 */
export function decideFormers(
  formers: readonly string[],
  known: readonly KnownFormer[],
  storeId: number,
  isOurs: boolean,
): FormersDecision | null {
  const byId = new Map(known.map((former) => [former.terminalId, former]));
  const distinct = [...new Set(formers)];
  const end = distinct.findIndex((id) => {
    const former = byId.get(id);
    return former ? former.storeId !== storeId : !isOurs;
  });
  const own = end < 0 ? distinct : distinct.slice(0, end);
  if (own.length === 0 && distinct.length > 0) return null;
  return {
    revoked: own.filter((id) => byId.has(id)),
    adopted: own
      .map((terminalId, index) => ({ terminalId, replaces: own[index + 1] ?? null }))
      .filter(({ terminalId }) => !byId.has(terminalId))
      .reverse(),
  };
}
