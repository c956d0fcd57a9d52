/** One row of paper as the printer shall draw it. `size` 2 doubles width and height: it has room for half the columns. */
export type PaperRow =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly bold?: boolean;
      readonly size?: 1 | 2;
      readonly align?: 'left' | 'center';
    }
  /** `left` from the beginning of the row, `right` at its end; in as many rows as it takes. */
  | {
      readonly kind: 'pair';
      readonly left: string;
      readonly right: string;
      /** Columns. */
      readonly indent?: number;
      readonly bold?: boolean;
      readonly size?: 1 | 2;
    }
  /** A data URL of a PNG or a JPEG, in the middle, at most half the paper wide. */
  | { readonly kind: 'picture'; readonly url: string }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space' }
  | { readonly kind: 'qr'; readonly text: string };

/** Breaks a text into rows of at most `columns` signs, between words where there are any. */
export function wrapped(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    let rest = word;
    if (row !== '' && row.length + 1 + rest.length > columns) {
      rows.push(row);
      row = '';
    }
    while (rest.length > columns) {
      rows.push(rest.slice(0, columns));
      rest = rest.slice(columns);
    }
    row = row === '' ? rest : `${row} ${rest}`;
  }
  if (row !== '') rows.push(row);
  return rows;
}

/** `left` from the left edge, `right` at the right edge, in as many rows as it takes; `right` stands on the last one. */
export function leftAndRight(left: string, right: string, columns: number, indent = 0): string[] {
  const margin = ' '.repeat(indent);
  const rows = wrapped(left, columns - indent);
  const last = rows.at(-1) ?? '';
  const room = columns - indent - last.length;
  if (right.length + (last === '' ? 0 : 1) > room)
    return [
      ...rows.map((row) => margin + row),
      ...(right.length > columns ? wrapped(right, columns) : [right]).map((row) => row.padStart(columns)),
    ];
  return [...rows.slice(0, -1).map((row) => margin + row), (margin + last + right.padStart(room)).trimEnd()];
}

/** The rows as they stand on paper of a number of columns: nothing is left to be placed. */
export function laidOut(rows: readonly PaperRow[], columns: number): Exclude<PaperRow, { kind: 'pair' }>[] {
  return rows.flatMap((row): Exclude<PaperRow, { kind: 'pair' }>[] => {
    if (row.kind !== 'pair') return [row];
    const { left, right, indent = 0, bold, size = 1 } = row;
    return leftAndRight(left, right, Math.floor(columns / size), indent).map((text) => ({
      kind: 'text',
      text,
      size,
      ...(bold ? { bold } : {}),
    }));
  });
}
