import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emailAddress } from '../../../shared/office/customer.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { requestFrom } from '../../runtime/office-requests.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { receiptHtml } from './receipt-html.ts';
import { receiptText } from './receipt-text.ts';
import type { ReceiptRow } from './receipt-view.ts';

/** Asks where the receipt goes, and queues it: head office sends it, now or when it can be reached. */
export function EmailDialog(props: {
  sale: TenderedSale;
  rows: readonly ReceiptRow[];
  subject: string;
  onQueued: (email: string) => void;
  onFailed: () => void;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const till = useTill();
  const { sale, rows, subject } = props;
  const field = useRef<HTMLInputElement>(null);
  const [email, setEmail] = useState(() => knownAddress(till, sale.customer?.id));
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  useScansWait();

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const read = emailAddress.safeParse(email.trim());
    const envelope = requestFrom(till, cashier.get().cashierId ?? sale.cashierId);
    if (!read.success || !envelope) return setWrong(true);
    setBusy(true);
    const request = {
      ...envelope,
      kind: 'emailReceipt' as const,
      saleId: sale.id,
      email: read.data,
      language: i18n.language,
      receipt: { subject, html: receiptHtml(rows, i18n.language, subject), text: receiptText(rows) },
    };
    till.officeRequests.append(request).then(
      () => props.onQueued(read.data),
      (error: unknown) => {
        reportError(error);
        props.onFailed();
      },
    );
  };

  return (
    <Dialog
      title={t('receipt.emailTitle')}
      description={t('receipt.emailHint')}
      width="narrow"
      closeLabel={t('receipt.emailCancel')}
      onClose={props.onClose}
      initialFocus={field}
      testId="email-dialog"
    >
      <form onSubmit={onSubmit} noValidate className="flex flex-col gap-5 pt-2">
        <TextField
          ref={field}
          type="email"
          dir="ltr"
          label={t('receipt.emailAddress')}
          value={email}
          onChange={(event) => {
            setWrong(false);
            setEmail(event.target.value);
          }}
          maxLength={254}
          autoComplete="off"
          spellCheck={false}
          data-testid="email-address"
          {...(wrong ? { error: t('receipt.emailWrong') } : {})}
        />
        <Button type="submit" look="primary" size="large" busy={busy} data-testid="email-send">
          {t('receipt.emailSend')}
        </Button>
      </form>
    </Dialog>
  );
}

/** The customer's own address, from head office or from the request that opened the customer here. */
function knownAddress(till: ReturnType<typeof useTill>, customerId: string | undefined): string {
  if (customerId === undefined) return '';
  const known = till.customers.getSnapshot().find((customer) => customer.id === customerId);
  if (known) return known.email ?? '';
  const opened = till.officeRequests.all.getSnapshot().find((request) => request.id === customerId);
  return opened?.kind === 'newCustomer' ? (opened.customer.email ?? '') : '';
}
