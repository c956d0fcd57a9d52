import { unitSign } from '../../shared/catalog/unit-sign.ts';
import { currencyExponent, decimalText, formatMoney } from '../../shared/money/money.ts';
import { maskedCard } from '../../shared/sale/card.ts';
import type { Receipt } from '../../shared/sale/receipt.ts';
import { receiptCode, trainingReceiptCode } from '../../shared/sale/receipt-code.ts';
import { RECEIPT_LABELS, type ReceiptLabel } from '../../shared/sale/receipt-labels.ts';
import { type PaperRow, wrapped } from './paper-rows.ts';

/** Words in the language of the till; a word that is missing is stood in for by its own name. */
export type Words = Readonly<Record<string, string>>;

interface Paper {
  readonly columns: number;
  readonly word: (label: ReceiptLabel) => string;
  /** Takes out of a text what the printer cannot print. */
  readonly clean: (text: string) => string;
}

/** `12,30`: the receipt's currency stands beside its total. */
function amountText(receipt: Receipt, amountMinor: number): string {
  const exponent = currencyExponent(receipt.currency);
  return decimalIn(receipt.locale, amountMinor, exponent, exponent);
}

function decimalIn(locale: string, value: number, scale: number, leastDigits: number): string {
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: leastDigits,
    maximumFractionDigits: scale,
  });
  // Given a decimal string, Intl formats exactly; TypeScript's lib types the literal only.
  return format.format(decimalText(value, scale) as unknown as number);
}

const rateText = (receipt: Receipt, ratePpm: number): string =>
  `${decimalIn(receipt.locale, ratePpm, 4, 0)} %`;

const text = (row: string): PaperRow => ({ kind: 'text', text: row });
const centred = (paper: Paper, value: string, size: 1 | 2 = 1): PaperRow[] =>
  wrapped(paper.clean(value), Math.floor(paper.columns / size)).map((row) => ({
    kind: 'text',
    text: row,
    align: 'center',
    size,
    bold: size === 2,
  }));

function amountRow(paper: Paper, left: string, right: string, indent = 0): PaperRow[] {
  return [
    { kind: 'pair', left: paper.clean(left), right: paper.clean(right), ...(indent === 0 ? {} : { indent }) },
  ];
}

/** `Till 2`, also where the terminal's own name already says that it is a till. */
const named = (kind: string, ownName: string): string =>
  ownName.toLowerCase().startsWith(kind.toLowerCase()) ? ownName : `${kind} ${ownName}`;

function headRows(receipt: Receipt, paper: Paper): PaperRow[] {
  const at = new Intl.DateTimeFormat(receipt.locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: receipt.timeZone,
  }).format(new Date(receipt.tenderedAt));
  return [
    ...(receipt.logo ? [{ kind: 'picture', url: receipt.logo } as const] : []),
    ...centred(paper, receipt.storeName, 2),
    ...receipt.address.flatMap((row) => centred(paper, row)),
    ...(receipt.taxNumber ? centred(paper, `${paper.word('taxNumber')} ${receipt.taxNumber}`) : []),
    { kind: 'space' },
    ...(receipt.copy ? centred(paper, paper.word('copy').toUpperCase(), 2) : []),
    ...(receipt.kind === 'sale'
      ? []
      : centred(paper, paper.word(receipt.kind === 'void' ? 'voided' : 'refund').toUpperCase(), 2)),
    ...amountRow(paper, `${paper.word(receipt.training ? 'training' : 'number')} ${receipt.sequence}`, at),
    ...amountRow(
      paper,
      named(paper.word('till'), receipt.terminalName),
      `${paper.word('cashier')} ${receipt.cashierName}`,
    ),
    ...(receipt.customer ? amountRow(paper, `${paper.word('customer')} ${receipt.customer}`, '') : []),
    ...(receipt.note ? amountRow(paper, receipt.note, '') : []),
    { kind: 'rule' },
  ];
}

function lineRows(receipt: Receipt, line: Receipt['lines'][number], paper: Paper): PaperRow[] {
  const sign = unitSign(line.unit.code);
  const quantity = decimalIn(receipt.locale, line.quantity, line.unit.scale, line.unit.scale);
  const single = line.quantity === 1 && line.unit.scale === 0;
  const price = amountText(receipt, line.unitPriceMinor);
  const share = line.cartDiscountMinor ?? 0;
  const own = line.discountMinor - share;
  return [
    ...amountRow(paper, line.name, amountText(receipt, line.amountMinor + line.discountMinor)),
    ...(line.variant ? amountRow(paper, line.variant, '', 2) : []),
    ...(line.quantity < 0 ? amountRow(paper, paper.word('returned'), '', 2) : []),
    ...(single ? [] : amountRow(paper, `${quantity}${sign ? ` ${sign}` : ''} x ${price}`, '', 2)),
    ...(line.listPriceMinor === undefined
      ? []
      : amountRow(paper, `${paper.word('insteadOf')} ${amountText(receipt, line.listPriceMinor)}`, '', 2)),
    ...(line.note ? amountRow(paper, line.note, '', 2) : []),
    ...(own === 0
      ? []
      : amountRow(
          paper,
          line.discountPpm === undefined
            ? paper.word('discount')
            : `${paper.word('discount')} ${rateText(receipt, line.discountPpm)}`,
          amountText(receipt, -own),
          2,
        )),
    ...(share === 0 ? [] : amountRow(paper, paper.word('cartDiscount'), amountText(receipt, -share), 2)),
  ];
}

function totalRows(receipt: Receipt, paper: Paper): PaperRow[] {
  const taxOnTop = receipt.totalMinor - receipt.subtotalMinor;
  const rows: PaperRow[] = [];
  if (taxOnTop !== 0 || receipt.roundingMinor !== 0)
    rows.push(...amountRow(paper, paper.word('subtotal'), amountText(receipt, receipt.subtotalMinor)));
  if (taxOnTop !== 0) rows.push(...amountRow(paper, paper.word('tax'), amountText(receipt, taxOnTop)));
  if (receipt.roundingMinor !== 0)
    rows.push(...amountRow(paper, paper.word('rounding'), amountText(receipt, receipt.roundingMinor)));
  const total = paper.clean(
    formatMoney(receipt.totalMinor + receipt.roundingMinor, receipt.currency, receipt.locale),
  );
  // A sum that does not fit twice as wide is still the boldest on the paper.
  const size = total.length <= Math.floor(paper.columns / 2) ? 2 : 1;
  return [
    ...rows,
    { kind: 'pair', left: paper.clean(paper.word('total')), right: total, bold: true, size },
    { kind: 'space' },
  ];
}

function tenderRows(receipt: Receipt, paper: Paper): PaperRow[] {
  const rows = receipt.tenders.flatMap((tender) => {
    const known = RECEIPT_LABELS.find((label) => label === tender.kind);
    const given = tender.givenMinor;
    return [
      ...amountRow(
        paper,
        tender.label ?? (known ? paper.word(known) : tender.kind),
        amountText(receipt, tender.amountMinor),
      ),
      ...(tender.card ? amountRow(paper, maskedCard(tender.card), '', 2) : []),
      ...(tender.reference ? amountRow(paper, `${paper.word('reference')} ${tender.reference}`, '', 2) : []),
      ...(given === undefined || given === tender.amountMinor
        ? []
        : amountRow(paper, paper.word('given'), amountText(receipt, given), 2)),
    ];
  });
  if (receipt.changeMinor === 0) return rows;
  return [
    ...rows,
    {
      kind: 'pair',
      left: paper.clean(paper.word('change')),
      right: paper.clean(amountText(receipt, receipt.changeMinor)),
      bold: true,
    },
  ];
}

function taxRows(receipt: Receipt, paper: Paper): PaperRow[] {
  const exempt: PaperRow[] = receipt.taxExempt
    ? amountRow(paper, `${paper.word('taxExempt')}: ${receipt.taxExempt}`, '')
    : [];
  // What came back of a sale that was taxed gives its tax back, whoever pays none now.
  if (!receipt.taxes.some(({ taxMinor }) => !receipt.taxExempt || taxMinor !== 0))
    return exempt.length > 0 ? [{ kind: 'rule' }, ...exempt] : [];
  const table = [
    [paper.word('tax'), paper.word('net'), paper.word('tax'), paper.word('gross')],
    ...receipt.taxes.map((tax) => [
      tax.label.includes('%') ? tax.label : `${tax.label} ${rateText(receipt, tax.ratePpm)}`,
      amountText(receipt, tax.netMinor),
      amountText(receipt, tax.taxMinor),
      amountText(receipt, tax.grossMinor),
    ]),
  ].map((row) => row.map(paper.clean));
  const widths = [1, 2, 3].map((column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
  const figures = table.map((row) =>
    widths.map((width, index) => (row[index + 1] ?? '').padStart(width)).join(' '),
  );
  return [
    { kind: 'rule' },
    ...exempt,
    ...table.map(
      (row, index): PaperRow => ({ kind: 'pair', left: row[0] ?? '', right: figures[index] ?? '' }),
    ),
  ];
}

/** Large, above everything and below it: whichever end is torn off, the other one says it. */
const trainingRows = (receipt: Receipt, paper: Paper): PaperRow[] =>
  receipt.training ? centred(paper, paper.word('training').toUpperCase(), 2) : [];

/** What a scanner finds the sale by, and what proves it. Of a rehearsal there is nothing to prove. */
function proofRows(receipt: Receipt, paper: Paper): PaperRow[] {
  if (receipt.training) return [{ kind: 'qr', text: trainingReceiptCode(receipt.saleId) }];
  return [
    { kind: 'qr', text: receiptCode(receipt) },
    ...centred(paper, receipt.saleId),
    // In halves, so that it stands whole on the narrowest paper; a person can compare it without a scanner.
    ...[receipt.hash.slice(0, 32), receipt.hash.slice(32)].flatMap((half) => centred(paper, half)),
  ];
}

/** The whole receipt, row by row, for paper of a number of columns. */
export function receiptRows(
  receipt: Receipt,
  words: Words,
  columns: number,
  clean: Paper['clean'],
): PaperRow[] {
  const paper: Paper = { columns, clean, word: (label) => words[label] ?? label };
  return [
    ...trainingRows(receipt, paper),
    ...headRows(receipt, paper),
    ...receipt.lines.flatMap((line) => lineRows(receipt, line, paper)),
    { kind: 'rule' },
    ...totalRows(receipt, paper),
    ...tenderRows(receipt, paper),
    ...taxRows(receipt, paper),
    { kind: 'space' },
    ...receipt.footer.flatMap((row) => centred(paper, row)),
    ...(receipt.footer.length > 0 ? [{ kind: 'space' } as const] : []),
    ...proofRows(receipt, paper),
    ...trainingRows(receipt, paper),
  ];
}

/** A slip that shows at a glance whether columns, code page, sizes and the cutter are right. */
export function testSlipRows(
  words: Words,
  columns: number,
  codePage: string,
  clean: Paper['clean'],
): PaperRow[] {
  const paper: Paper = { columns, clean, word: (label) => words[label] ?? label };
  const ruler = '1234567890'.repeat(5).slice(0, columns);
  return [
    ...centred(paper, paper.word('test'), 2),
    { kind: 'space' },
    ...wrapped(clean(paper.word('testText')), columns).map(text),
    { kind: 'space' },
    text(ruler),
    ...amountRow(paper, codePage, `${columns}`),
    ...wrapped(clean('ÄÖÜ äöü ß é è ç ñ å ø € £'), columns).map(text),
    { kind: 'rule' },
    { kind: 'qr', text: 'EVERTILL TEST' },
  ];
}
