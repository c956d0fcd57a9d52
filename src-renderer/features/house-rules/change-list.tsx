import { useTranslation } from 'react-i18next';
import { cellsOf } from '../../../shared/staff/decide-house-rules.ts';
import type { HouseRulesChange } from '../../../shared/staff/store-settings.ts';
import { useMoney } from '../../ui/money.tsx';
import type { Limit } from './rules-draft.ts';

const LIMITS: readonly Limit[] = ['largeDiscountPpm', 'returnDays', 'autoLockMs', 'drawerLimitMinor'];

/** A limit in the words of a person. */
export function useLimitWords(): (limit: Limit, value: number | null | undefined) => string {
  const { t } = useTranslation();
  const money = useMoney();
  return (limit, value) => {
    if (value === undefined) return t('houseRules.byDefault');
    if (value === null) return t('houseRules.noLimit');
    switch (limit) {
      case 'largeDiscountPpm':
        return t('houseRules.percent', { percent: value / 10_000 });
      case 'returnDays':
        return t('houseRules.days', { count: value });
      case 'autoLockMs':
        return value === 0
          ? t('houseRules.never')
          : t('houseRules.minutes', { count: Math.round(value / 60_000) });
      case 'drawerLimitMinor':
        return money.format(value);
    }
  };
}

/** What a change of the rules does, a line each; with what was before, where that is known. */
export function ChangeList(props: { before?: HouseRulesChange | undefined; after: HouseRulesChange }) {
  const { t } = useTranslation();
  const words = useLimitWords();
  const yesNo = (yes: boolean) => t(yes ? 'houseRules.yes' : 'houseRules.no');
  const { before, after } = props;
  const lines = [
    ...cellsOf(after).map(({ role, permission, yes }) => ({
      key: `${role} ${permission}`,
      what: `${t(`staff.roles.${role}`)} · ${t(`houseRules.permissions.${permission}`)}`,
      was: before ? yesNo(!yes) : null,
      is: yesNo(yes),
    })),
    ...LIMITS.filter((limit) => after[limit] !== undefined).map((limit) => ({
      key: limit,
      what: t(`houseRules.limits.${limit}`),
      was: before ? words(limit, before[limit]) : null,
      is: words(limit, after[limit]),
    })),
  ];
  return (
    <ul className="flex flex-col gap-0.5 text-small">
      {lines.map(({ key, what, was, is }) => (
        <li key={key}>
          {what}: {was === null ? null : <s className="text-muted">{was}</s>} <strong>{is}</strong>
        </li>
      ))}
    </ul>
  );
}
