import Papa from 'papaparse';

/** One record of a CSV file and the physical line on which it begins (the header is line 1). */
export interface CsvRecord {
  line: number;
  /** One text a column of the header, trimmed; empty where the record is short. */
  cells: string[];
}

/** Something a person should look at: a row that was left out, or went in without a part of it. */
export interface CsvProblem {
  line: number;
  reason: string;
}

export interface CsvTable {
  header: string[];
  records: CsvRecord[];
  /** Rows that could not be read at all. */
  problems: CsvProblem[];
}

const SEPARATORS = [',', ';', '\t', '|'];
/** A row with a broken quote is skipped and reading goes on at the next line; a file full of them is given up. */
const BROKEN_ROWS_MAX = 200;
/** Several times what any shop exports; every record has a cell for each. */
const COLUMNS_MAX = 2000;
/** A header this wide makes a line of a text that has as many separators a row, and not a line of a text. */
const ROW_COLUMNS_MIN = 8;

/**
 * Reads a CSV text as shops export it and spreadsheets save it again: with or without a byte order mark, any line
 * ends, line breaks inside quotes, commas, semicolons or tabs between the columns.
 */
export function readCsv(text: string): CsvTable | { error: string } {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (clean.trim() === '') return { error: 'The file is empty.' };
  if (clean.startsWith('PK\u0003\u0004'))
    return { error: 'This is a spreadsheet or a ZIP archive, not a CSV file: save it as CSV first.' };
  if (!looksLikeText(clean)) return { error: 'This is not a CSV file: it holds binary data.' };

  const hint = /^sep=(.)\n/i.exec(clean);
  const start = hint?.[0].length ?? 0;
  const separator = hint?.[1] ?? separatorOf(clean.slice(start));
  const { rows, problems } = readRows(clean, start, hint ? 2 : 1, separator);

  const filled = rows.filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  const [first, ...rest] = filled;
  if (!first) return { error: 'The file has no line that can be read as CSV.' };
  const header = first.cells.map((cell) => cell.trim());
  if (header.length > COLUMNS_MAX)
    return { error: `Its first line has ${header.length} columns: this is no product export.` };
  const records: CsvRecord[] = [];
  for (const { line, cells } of rest) {
    if (cells.slice(header.length).some((cell) => cell.trim() !== '')) {
      problems.push({ line, reason: `has ${cells.length} columns where the header has ${header.length}` });
      continue;
    }
    records.push({ line, cells: header.map((_, index) => cells[index]?.trim() ?? '') });
  }
  return { header, records, problems };
}

function looksLikeText(text: string): boolean {
  let strange = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code === 0xfffd || (code < 32 && code !== 9 && code !== 10 && code !== 12)) strange += 1;
  }
  // A few letters that some program saved in another encoding, or a zero in one cell, do not make a file unreadable.
  return strange * 50 < text.length;
}

/** The separator that makes the most columns of the first record. */
function separatorOf(text: string): string {
  let best = ',';
  let most = 0;
  for (const separator of SEPARATORS) {
    const columns =
      Papa.parse<string[]>(text, { delimiter: separator, newline: '\n', preview: 1 }).data[0]?.length ?? 0;
    if (columns > most) [best, most] = [separator, columns];
  }
  return best;
}

function readRows(text: string, start: number, firstLine: number, separator: string) {
  const rows: CsvRecord[] = [];
  const problems: CsvProblem[] = [];
  let offset = start;
  let line = firstLine;
  let columns = 0;
  while (offset < text.length) {
    let broken = false;
    Papa.parse<string[]>(text.slice(offset), {
      delimiter: separator,
      newline: '\n',
      step: ({ data, errors }, parser) => {
        if (errors.some((error) => error.type === 'Quotes') || hasSwallowedRows(data, columns, separator)) {
          broken = true;
          parser.abort();
          return;
        }
        if (columns === 0 && data.some((cell) => cell.trim() !== '')) columns = data.length;
        rows.push({ line, cells: data });
        line += rowLength(data);
      },
    });
    if (!broken) break;
    problems.push({ line, reason: 'a quotation mark is not closed or stands inside a quoted text' });
    if (problems.length >= BROKEN_ROWS_MAX) {
      problems.push({ line: line + 1, reason: 'too many broken quotation marks: the rest was not read' });
      break;
    }
    line += 1;
    offset = offsetOfLine(text, start, line - firstLine);
  }
  return { rows, problems };
}

/**
 * True where two stray quotation marks have made one row of several: it has too many columns and line breaks inside, or one of
 * its texts holds what looks like a row. Read line by line, the rows between are not lost.
 */
function hasSwallowedRows(cells: readonly string[], columns: number, separator: string): boolean {
  if (columns === 0 || !cells.some((cell) => cell.includes('\n'))) return false;
  if (cells.length > columns) return true;
  if (columns < ROW_COLUMNS_MIN) return false;
  return cells.some((cell) => {
    // The first line belongs to the row itself.
    let separators = Number.NEGATIVE_INFINITY;
    for (const character of cell) {
      if (character === '\n') separators = 0;
      else if (character === separator) separators += 1;
      if (separators >= columns - 1) return true;
    }
    return false;
  });
}

/** Physical lines of a row: one, and one more for every line break inside its quotes. */
function rowLength(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) for (const character of cell) if (character === '\n') lines += 1;
  return lines;
}

function offsetOfLine(text: string, start: number, linesBelow: number): number {
  let offset = start;
  for (let i = 0; i < linesBelow; i += 1) {
    const end = text.indexOf('\n', offset);
    if (end < 0) return text.length;
    offset = end + 1;
  }
  return offset;
}
