import { currencyExponent, decimalText, formatMoney } from '../../../shared/money/money.ts';
import { maskedCard } from '../../../shared/sale/card.ts';
import type { Receipt } from '../../../shared/sale/receipt.ts';
import { receiptCode } from '../../../shared/sale/receipt-code.ts';
import type { ReceiptLabels } from '../../../shared/sale/receipt-labels.ts';
import { formatQuantity } from '../../ui/quantity.ts';

/** One row of the paper. Screen and PDF draw the same rows; main draws its own for the printer, from the same receipt. */
export type ReceiptRow =
  | { readonly kind: 'mark' | 'heading' | 'centred' | 'small'; readonly text: string }
  | {
      readonly kind: 'pair';
      readonly left: string;
      readonly right: string;
      readonly note?: string;
      readonly strong?: boolean;
    }
  | { readonly kind: 'picture'; readonly url: string }
  /** What a scanner reads on it, to find the sale again. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'total'; readonly left: string; readonly right: string }
  | { readonly kind: 'taxes'; readonly table: readonly (readonly string[])[] }
  | { readonly kind: 'rule' };

/** The receipt as rows, in the store's own format of amounts and dates. */
export function receiptRows(receipt: Receipt, labels: ReceiptLabels): readonly ReceiptRow[] {
  const { locale } = receipt;
  const exponent = currencyExponent(receipt.currency);
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent };
  const numbers = new Intl.NumberFormat(locale, digits);
  const amount = (minor: number) => numbers.format(decimalText(minor, exponent) as unknown as number);
  const whole = (minor: number) => formatMoney(minor, receipt.currency, locale);
  const when = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: receipt.timeZone,
  }).format(new Date(receipt.tenderedAt));

  // Above everything and below it: whichever end is torn off, the other one says it.
  const mark: ReceiptRow[] = receipt.training ? [{ kind: 'mark', text: labels.training }] : [];
  const head: ReceiptRow[] = [
    ...mark,
    ...(receipt.logo ? [{ kind: 'picture', url: receipt.logo } as const] : []),
    { kind: 'heading', text: receipt.storeName },
    ...receipt.address.map((text) => ({ kind: 'centred', text }) as const),
    ...(receipt.taxNumber
      ? [{ kind: 'centred', text: `${labels.taxNumber} ${receipt.taxNumber}` } as const]
      : []),
    ...(receipt.copy ? [{ kind: 'heading', text: labels.copy } as const] : []),
    ...(receipt.kind === 'sale'
      ? []
      : [{ kind: 'heading', text: receipt.kind === 'void' ? labels.voided : labels.refund } as const]),
    { kind: 'rule' },
    {
      kind: 'pair',
      left: `${receipt.training ? labels.training : labels.number} ${receipt.sequence}`,
      right: when,
    },
    { kind: 'pair', left: receipt.terminalName, right: `${labels.cashier} ${receipt.cashierName}` },
    ...(receipt.customer
      ? [{ kind: 'pair', left: `${labels.customer} ${receipt.customer}`, right: '' } as const]
      : []),
    ...(receipt.note ? [{ kind: 'pair', left: receipt.note, right: '' } as const] : []),
    { kind: 'rule' },
  ];

  const lines = receipt.lines.flatMap((line): ReceiptRow[] => {
    const quantity = formatQuantity(line.quantity, line.unit, locale);
    const single = line.quantity === 10 ** line.unit.scale && line.unit.scale === 0;
    const share = line.cartDiscountMinor ?? 0;
    const own = line.discountMinor - share;
    const note = [
      line.quantity < 0 ? labels.returned : '',
      line.variant,
      single ? '' : `${quantity} × ${amount(line.unitPriceMinor)}`,
      line.listPriceMinor === undefined ? '' : `${labels.insteadOf} ${amount(line.listPriceMinor)}`,
      line.note ?? '',
    ]
      .filter(Boolean)
      .join(' · ');
    const rows: ReceiptRow[] = [
      {
        kind: 'pair',
        left: line.name,
        right: amount(line.amountMinor + line.discountMinor),
        ...(note ? { note } : {}),
      },
    ];
    const percent =
      line.discountPpm === undefined
        ? ''
        : ` ${new Intl.NumberFormat(locale, { maximumFractionDigits: 4 }).format(line.discountPpm / 10_000)} %`;
    if (own !== 0) rows.push({ kind: 'pair', left: `${labels.discount}${percent}`, right: amount(-own) });
    if (share !== 0) rows.push({ kind: 'pair', left: labels.cartDiscount, right: amount(-share) });
    return rows;
  });

  const onTop = receipt.totalMinor - receipt.subtotalMinor;
  const sums: ReceiptRow[] = [{ kind: 'rule' }];
  if (onTop !== 0 || receipt.roundingMinor !== 0)
    sums.push({ kind: 'pair', left: labels.subtotal, right: amount(receipt.subtotalMinor) });
  if (onTop !== 0) sums.push({ kind: 'pair', left: labels.tax, right: amount(onTop) });
  if (receipt.roundingMinor !== 0)
    sums.push({ kind: 'pair', left: labels.rounding, right: amount(receipt.roundingMinor) });
  sums.push({ kind: 'total', left: labels.total, right: whole(receipt.totalMinor + receipt.roundingMinor) });

  const tenders = receipt.tenders.flatMap((tender): ReceiptRow[] => {
    const label =
      tender.label ?? (tender.kind === 'cash' || tender.kind === 'card' ? labels[tender.kind] : tender.kind);
    const given = tender.givenMinor ?? tender.amountMinor;
    const note = [
      tender.card && maskedCard(tender.card),
      tender.reference && `${labels.reference} ${tender.reference}`,
    ]
      .filter(Boolean)
      .join(' · ');
    return [
      {
        kind: 'pair',
        left: label,
        right: amount(given),
        ...(note ? { note } : {}),
      },
    ];
  });
  if (receipt.changeMinor !== 0)
    tenders.push({ kind: 'pair', left: labels.change, right: amount(receipt.changeMinor), strong: true });

  const taxes: ReceiptRow[] = [];
  if (receipt.taxExempt)
    taxes.push({ kind: 'pair', left: `${labels.taxExempt}: ${receipt.taxExempt}`, right: '' });
  // What came back of a sale that was taxed gives its tax back, whoever pays none now.
  if (receipt.taxes.some(({ taxMinor }) => !receipt.taxExempt || taxMinor !== 0))
    taxes.push({
      kind: 'taxes',
      table: [
        [labels.tax, labels.net, labels.tax, labels.gross],
        ...receipt.taxes.map((row) => [
          row.label,
          amount(row.netMinor),
          amount(row.taxMinor),
          amount(row.grossMinor),
        ]),
      ],
    });
  if (taxes.length > 0) taxes.unshift({ kind: 'rule' });

  return [
    ...head,
    ...lines,
    ...sums,
    ...tenders,
    ...taxes,
    { kind: 'rule' },
    ...receipt.footer.map((text) => ({ kind: 'centred', text }) as const),
    // Of a rehearsal there is nothing to prove.
    ...(receipt.training
      ? mark
      : ([
          { kind: 'code', text: receiptCode(receipt) },
          { kind: 'small', text: receipt.saleId },
          { kind: 'small', text: receipt.hash },
        ] as const)),
  ];
}
