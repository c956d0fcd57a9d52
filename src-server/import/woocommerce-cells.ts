/** How WooCommerce's exporter packs several things into one cell, undone. */

/** It puts an apostrophe before what a spreadsheet would take for a formula. */
export function unescapedCell(text: string): string {
  return text.replace(/^'(?=[=+\-@\t\r])/, '');
}

/** `Red, Blue\, light` → `Red` and `Blue, light`. */
export function listedValues(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll('\\,', ',').trim())
    .filter((value) => value !== '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Names come out of the database as HTML text: `Bread &amp; butter`. */
export function decodedEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, named) => {
    if (named !== undefined) return ENTITIES[String(named).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : whole;
  });
}
