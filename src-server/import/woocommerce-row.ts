import { CsvColumns } from './csv-columns.ts';
import type { CsvProblem, CsvRecord, CsvTable } from './csv-records.ts';
import { decodedEntities, listedValues, unescapedCell } from './woocommerce-cells.ts';

/** WooCommerce writes its headers in the language of the site: English, and German as the second of ours. */
const ID = ['ID'];
const TYPE = ['Type', 'Typ'];
const SKU = ['SKU', 'Artikelnummer'];
const BARCODE = ['GTIN, UPC, EAN, or ISBN', 'GTIN, UPC, EAN oder ISBN'];
const NAME = ['Name'];
const PUBLISHED = ['Published', 'Veröffentlicht'];
const TAX_STATUS = ['Tax status', 'Steuerstatus'];
const TAX_CLASS = ['Tax class', 'Steuerklasse'];
const STOCK = ['Stock', 'Lager', 'Bestand', 'Lagerbestand'];
const REGULAR_PRICE = ['Regular price', 'Regulärer Preis'];
const SALE_PRICE = ['Sale price', 'Angebotspreis'];
const SALE_STARTS = ['Date sale price starts', 'Datum, an dem Angebotspreis beginnt'];
const SALE_ENDS = ['Date sale price ends', 'Datum, an dem Angebotspreis endet'];
const CATEGORIES = ['Categories', 'Kategorien'];
const PARENT = ['Parent', 'Übergeordnetes Produkt'];
const ATTRIBUTE_HEADER = /^(?:attribute (\d+) name|attribut (\d+) name)$/i;

/** One row, its cells named, and with whatever says how it is sold. */
export interface WooRow {
  line: number;
  id: string;
  kind: string;
  sku: string;
  name: string;
  isPublished: boolean;
  taxStatus: string;
  taxClass: string;
  stock: string;
  price: string;
  barcode: string;
  category: string;
  parent: string;
  isVirtual: boolean;
  /** What it says of each attribute; an empty list stands for any value of the parent's. */
  attributes: { name: string; values: string[] }[];
}

export function isWooCommerceExport(header: readonly string[]): boolean {
  const columns = new CsvColumns(header);
  return [TYPE, NAME, REGULAR_PRICE].every((names) => columns.has(names));
}

/** The rows of an export, read cell by cell; nothing is judged yet. */
export function wooRows(table: CsvTable): { rows: WooRow[]; problems: CsvProblem[] } {
  const columns = new CsvColumns(table.header);
  const attributes = attributeColumns(table.header);
  const problems: CsvProblem[] = [];
  const rows = table.records.map((record) => rowOf(columns, attributes, record, problems));
  return { rows, problems };
}

function rowOf(
  columns: CsvColumns,
  attributes: readonly { name: string; values: string }[],
  record: CsvRecord,
  problems: CsvProblem[],
): WooRow {
  const cell = (names: readonly string[]) => unescapedCell(columns.text(record, names));
  // A product may be several things at once: "simple, downloadable, virtual".
  const kinds = listedValues(cell(TYPE).toLowerCase());
  const dated = cell(SALE_STARTS) !== '' || cell(SALE_ENDS) !== '';
  const sale = cell(SALE_PRICE);
  if (sale !== '' && dated)
    problems.push({ line: record.line, reason: 'its sale price has dates: the regular price was taken' });
  return {
    line: record.line,
    id: cell(ID),
    kind: kinds.find((kind) => kind !== 'virtual' && kind !== 'downloadable') ?? '',
    sku: cell(SKU),
    name: decodedEntities(cell(NAME)),
    isPublished: cell(PUBLISHED) === '' || cell(PUBLISHED) === '1',
    taxStatus: cell(TAX_STATUS).toLowerCase(),
    taxClass: cell(TAX_CLASS).toLowerCase(),
    stock: cell(STOCK),
    price: sale !== '' && !dated ? sale : cell(REGULAR_PRICE),
    barcode: cell(BARCODE).replace(/^'/, ''),
    category: categoryOf(cell(CATEGORIES)),
    parent: cell(PARENT).replace(/^id:\s+/, 'id:'),
    isVirtual: kinds.some((kind) => kind === 'virtual' || kind === 'downloadable'),
    attributes: attributes
      .map(({ name, values }) => ({
        name: decodedEntities(cell([name])).replace(/^pa_/, ''),
        values: listedValues(decodedEntities(cell([values]))),
      }))
      .filter(({ name }) => name !== ''),
  };
}

/** `Attribute 1 name` with `Attribute 1 value(s)`, as many as the file has. */
function attributeColumns(header: readonly string[]): { name: string; values: string }[] {
  return header.flatMap((name) => {
    const match = ATTRIBUTE_HEADER.exec(name);
    if (!match) return [];
    const values = match[1] === undefined ? `Attribut ${match[2]} Wert(e)` : `Attribute ${match[1]} value(s)`;
    return [{ name, values }];
  });
}

/** The last step of the first path: `Clothing > T-shirts, Sale` → `T-shirts`. What was not filed counts as nothing. */
function categoryOf(text: string): string {
  const leaves = listedValues(decodedEntities(text)).map((path) => path.split('>').at(-1)?.trim() ?? '');
  return leaves.find((leaf) => !/^(uncategori[sz]ed|unkategorisiert)$/i.test(leaf)) ?? '';
}
