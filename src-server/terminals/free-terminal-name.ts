const MAX_LENGTH = 80;

/**
 * The wanted name, or the next one that no other till of the store has: "Till 1" becomes "Till 2", "Bar" becomes "Bar 2".
 * Cashiers are told by name who holds the last unit, so two tills must not share one.
 */
export function freeTerminalName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const numbered = /^(.*?)\s*(\d{1,4})$/.exec(wanted);
  const stem = numbered?.[1] || wanted;
  for (let number = numbered?.[1] ? Number(numbered[2]) + 1 : 2; ; number += 1) {
    const suffix = ` ${number}`;
    const name = stem.slice(0, MAX_LENGTH - suffix.length).trimEnd() + suffix;
    if (!taken.has(name)) return name;
  }
}
