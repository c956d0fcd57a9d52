import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyExponent } from '../../../shared/money/money.ts';
import { dayOf, type HouseRulesChange } from '../../../shared/staff/store-settings.ts';
import { useMoney } from '../../ui/money.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useLimitWords } from './change-list.tsx';
import type { Limit, Rules } from './rules-draft.ts';

const LOCKS_MS = [0, 60_000, 120_000, 300_000, 600_000, 1_800_000];
const MOST_DAYS = 3650;

/** The figures of the rules: from where on a discount is large, how long goods come back, when the till locks, when a drop is due. */
export function Limits(props: {
  settings: Rules;
  draft: HouseRulesChange;
  /** Why a limit cannot be moved by whoever is asked for, or null. */
  barred: (limit: Limit) => string | null;
  onLimit: (limit: Limit, value: number | null) => void;
}) {
  const { t } = useTranslation();
  const money = useMoney();
  const words = useLimitWords();
  const { settings, draft, barred, onLimit } = props;
  const day = dayOf(settings);
  const unitMinor = 10 ** currencyExponent(money.currency);
  const lockMs = draft.autoLockMs ?? day.autoLockMs;
  const drawer =
    draft.drawerLimitMinor === undefined ? (settings.drawerLimitMinor ?? null) : draft.drawerLimitMinor;
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-4">
      <WholeField
        label={t('houseRules.limits.largeDiscountPpm')}
        hint={t('houseRules.hints.largeDiscountPpm')}
        after="%"
        value={(draft.largeDiscountPpm ?? day.largeDiscountPpm) / 10_000}
        most={100}
        barred={barred('largeDiscountPpm')}
        onChange={(percent) => percent !== null && onLimit('largeDiscountPpm', percent * 10_000)}
        testId="limit-largeDiscountPpm"
      />
      <WholeField
        label={t('houseRules.limits.returnDays')}
        hint={t('houseRules.hints.returnDays')}
        value={draft.returnDays ?? day.returnDays}
        most={MOST_DAYS}
        barred={barred('returnDays')}
        onChange={(days) => days !== null && onLimit('returnDays', days)}
        testId="limit-returnDays"
      />
      <Select
        label={t('houseRules.limits.autoLockMs')}
        hint={barred('autoLockMs') ?? t('houseRules.hints.autoLockMs')}
        value={String(lockMs)}
        options={[...new Set([...LOCKS_MS, lockMs])]
          .sort((one, other) => one - other)
          .map((value) => ({ value: String(value), label: words('autoLockMs', value) }))}
        disabled={barred('autoLockMs') !== null}
        onChange={(value) => onLimit('autoLockMs', Number(value))}
        testId="limit-autoLockMs"
      />
      <WholeField
        label={t('houseRules.limits.drawerLimitMinor')}
        hint={t('houseRules.hints.drawerLimitMinor')}
        after={money.currency}
        value={drawer === null ? null : Math.round(drawer / unitMinor)}
        most={1_000_000}
        barred={barred('drawerLimitMinor')}
        onChange={(whole) => onLimit('drawerLimitMinor', whole === null ? null : whole * unitMinor)}
        testId="limit-drawerLimitMinor"
      />
    </div>
  );
}

/** A whole number; nothing typed is null. */
function WholeField(props: {
  label: string;
  hint: string;
  after?: string;
  value: number | null;
  most: number;
  barred: string | null;
  onChange: (value: number | null) => void;
  testId: string;
}) {
  const { value } = props;
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  // What is taken back elsewhere is taken back here; a field that is just empty stays so.
  useEffect(() => {
    setTyped((now) => (now === '' || Number(now) === value ? now : value === null ? '' : String(value)));
  }, [value]);
  return (
    <TextField
      label={props.label}
      hint={props.barred ?? props.hint}
      after={props.after}
      value={typed}
      inputMode="numeric"
      autoComplete="off"
      readOnly={props.barred !== null}
      onChange={(event) => {
        const digits = event.target.value.replace(/\D/g, '').slice(0, 7);
        const next = digits === '' ? null : Math.min(props.most, Number(digits));
        setTyped(next === null ? '' : String(next));
        props.onChange(next);
      }}
      onBlur={() => setTyped(value === null ? '' : String(value))}
      data-testid={props.testId}
    />
  );
}
