import { UserPlus, UserRound, UserX } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { emailAddress } from '../../../shared/office/customer.ts';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { requestFrom } from '../../runtime/office-requests.ts';
import { useScansWait } from '../../runtime/scan-taker.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SearchList } from '../../ui/search-list.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { customersKnown, customersLike, type KnownCustomer } from './customer-search.ts';
import type { SellingActs } from './selling-acts.ts';

/** Who buys: looked up, or opened on the spot, offline too. */
export function CustomerPanel(props: { sale: OpenSale | undefined; acts: SellingActs; onClose: () => void }) {
  const { t } = useTranslation();
  const [opening, setOpening] = useState<string | null>(null);
  const { sale, acts, onClose } = props;
  const take = (customer: KnownCustomer | null) => {
    onClose();
    void acts.setCustomer(
      customer && {
        id: customer.id,
        name: customer.name,
        ...(customer.taxExempt ? { taxExempt: customer.taxExempt } : {}),
      },
    );
  };
  return (
    <Dialog
      title={t('selling.customer.title')}
      {...(sale?.customer ? { description: sale.customer.name } : {})}
      closeLabel={t('selling.cancel')}
      onClose={onClose}
      asPanel
      testId="customer-panel"
    >
      {opening === null ? (
        <div className="flex flex-col gap-5 pt-2">
          {sale?.customer ? (
            <Button look="danger" data-testid="customer-take-off" onClick={() => take(null)}>
              <UserX size={18} aria-hidden="true" />
              {t('selling.customer.takeOff')}
            </Button>
          ) : null}
          <LookUp onTake={take} onOpen={setOpening} />
          <Exemption sale={sale} acts={acts} onClose={onClose} />
        </div>
      ) : (
        <NewCustomer name={opening} onBack={() => setOpening(null)} onTake={take} />
      )}
    </Dialog>
  );
}

function LookUp(props: { onTake: (customer: KnownCustomer) => void; onOpen: (name: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const fromOffice = useReadable(till.customers);
  const requests = useReadable(till.officeRequests.all);
  const known = useMemo(() => customersKnown(fromOffice, requests), [fromOffice, requests]);
  const [text, setText] = useState('');
  const found = useMemo(() => customersLike(known, text), [known, text]);
  return (
    <div className="flex flex-col gap-3">
      <SearchList
        label={t('selling.customer.search')}
        listLabel={t('selling.customer.title')}
        text={text}
        onText={setText}
        found={found}
        keyOf={({ id }) => id}
        row={(customer) => <Found customer={customer} />}
        onChoose={props.onTake}
        says={t('selling.customer.found', { count: found.length })}
        empty={
          <EmptyState
            icon={<UserRound size={40} aria-hidden="true" />}
            title={text.trim() ? t('selling.customer.nobody', { text }) : t('selling.customer.nobodyYet')}
          />
        }
        testId="customer-search"
        rowTestId="customer"
      />
      <Button data-testid="customer-new" onClick={() => props.onOpen(text.trim())}>
        <UserPlus size={18} aria-hidden="true" />
        {t('selling.customer.create')}
      </Button>
    </div>
  );
}

function Found({ customer }: { customer: KnownCustomer }) {
  const { t } = useTranslation();
  return (
    <>
      <UserRound size={20} aria-hidden="true" className="shrink-0 text-faint" />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-body font-medium">{customer.name}</span>
        <span className="block truncate text-small text-muted">
          {[customer.email, customer.phone].filter(Boolean).join(' · ')}
        </span>
      </span>
      {customer.taxExempt ? (
        <span className="text-small text-muted">
          {t('selling.customer.exemptOf', { reason: customer.taxExempt.reason })}
        </span>
      ) : null}
    </>
  );
}

function NewCustomer(props: { name: string; onBack: () => void; onTake: (customer: KnownCustomer) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const [name, setName] = useState(props.name);
  const [email, setEmail] = useState('');
  const [phone, setPhone] = useState('');
  useScansWait();
  const badEmail = email.trim() !== '' && !emailAddress.safeParse(email.trim()).success;

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const { cashierId } = cashier.get();
    const request = cashierId ? requestFrom(till, cashierId) : null;
    if (name.trim() === '' || badEmail || !request) return;
    const customer = {
      name: name.trim(),
      ...(email.trim() ? { email: email.trim() } : {}),
      ...(phone.trim() ? { phone: phone.trim() } : {}),
    };
    till.officeRequests.append({ ...request, kind: 'newCustomer', customer }).then(
      () => props.onTake({ id: request.id, ...customer }),
      (error: unknown) => {
        reportError(error);
        cashier.tell('error', 'notSaved');
      },
    );
  };
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-4 pt-2">
      <p className="text-body text-muted">{t('selling.customer.createHint')}</p>
      <TextField
        // The form takes the place of the search that had the focus.
        autoFocus
        label={t('selling.customer.name')}
        value={name}
        maxLength={120}
        required
        autoComplete="off"
        data-testid="customer-name"
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t('selling.customer.email')}
        value={email}
        maxLength={254}
        inputMode="email"
        dir="ltr"
        autoComplete="off"
        error={badEmail ? t('selling.customer.badEmail') : undefined}
        data-testid="customer-email"
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label={t('selling.customer.phone')}
        value={phone}
        maxLength={40}
        inputMode="tel"
        dir="ltr"
        autoComplete="off"
        data-testid="customer-phone"
        onChange={(event) => setPhone(event.target.value)}
      />
      <Button
        type="submit"
        look="primary"
        size="large"
        disabled={name.trim() === '' || badEmail}
        data-testid="customer-save"
      >
        {t('selling.customer.save')}
      </Button>
      <Button onClick={props.onBack}>{t('selling.customer.back')}</Button>
    </form>
  );
}

/** Tax that is not due, by a paper that somebody who may has seen. */
function Exemption(props: { sale: OpenSale | undefined; acts: SellingActs; onClose: () => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const { sale, acts, onClose } = props;
  if (sale?.taxExempt)
    return (
      <section className="flex flex-col gap-3 border-t border-line pt-4">
        <p className="text-body">{t('selling.pricing.without', { reason: sale.taxExempt.reason })}</p>
        <Button
          data-testid="tax-due"
          onClick={() => {
            onClose();
            void acts.exemptFromTax(null);
          }}
        >
          {t('selling.customer.taxDue')}
        </Button>
      </section>
    );
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (reason.trim() === '') return;
    onClose();
    void acts.exemptFromTax(reason.trim());
  };
  return (
    <form onSubmit={onSubmit} className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-body font-semibold">{t('selling.customer.exempt')}</h3>
      <TextField
        label={t('selling.customer.exemptReason')}
        value={reason}
        maxLength={200}
        autoComplete="off"
        data-testid="exempt-reason"
        onChange={(event) => setReason(event.target.value)}
      />
      <Button type="submit" disabled={reason.trim() === ''} data-testid="exempt-set">
        {t('selling.customer.exemptSet')}
      </Button>
    </form>
  );
}
