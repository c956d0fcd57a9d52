import { Lock, ShoppingCart } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { classNames } from '../../ui/class-names.ts';
import { Avatar } from '../../ui/letter-tile.tsx';
import { lineStep } from '../../ui/line-step.ts';
import { clockOf, useLockedSeconds } from './pin-entry.tsx';

/** The people of the shop, one tile each. Arrow keys go along them, Enter takes one. */
export function StaffTiles(props: {
  staff: readonly StaffMember[];
  chosenId: string | null;
  onChoose: (member: StaffMember) => void;
}) {
  const step = (event: KeyboardEvent<HTMLUListElement>) => {
    const tiles = [...event.currentTarget.querySelectorAll('button')];
    const at = tiles.indexOf(event.target as HTMLButtonElement);
    const by =
      event.key === 'ArrowDown'
        ? 1
        : event.key === 'ArrowUp'
          ? -1
          : event.key === 'ArrowRight'
            ? lineStep(1)
            : event.key === 'ArrowLeft'
              ? lineStep(-1)
              : 0;
    if (by === 0 || at < 0) return;
    event.preventDefault();
    tiles[(at + by + tiles.length) % tiles.length]?.focus();
  };
  return (
    <ul
      onKeyDown={step}
      className={classNames(
        'grid w-full gap-4',
        props.chosenId === null
          ? 'max-w-[720px] grid-cols-[repeat(auto-fit,minmax(200px,1fr))]'
          : 'max-w-[340px] grid-cols-1 content-start',
      )}
    >
      {props.staff.map((member, index) => (
        <li key={member.id}>
          <StaffTile
            member={member}
            isFirst={index === 0}
            isChosen={member.id === props.chosenId}
            isRow={props.chosenId !== null}
            onChoose={() => props.onChoose(member)}
          />
        </li>
      ))}
    </ul>
  );
}

function StaffTile(props: {
  member: StaffMember;
  isFirst: boolean;
  isChosen: boolean;
  /** Beside the pad: a row; otherwise a card. */
  isRow: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const { member, isRow } = props;
  const till = useTill();
  const demoPin = useStoreSettings()?.demoPins?.[member.id];
  const open = useReadable(till.sales.open);
  const lockedSeconds = useLockedSeconds(member.id);
  const articles = open
    .filter((sale) => sale.cashierId === member.id)
    .reduce((sum, sale) => sum + sale.lines.length, 0);
  return (
    <button
      type="button"
      // biome-ignore lint/a11y/noAutofocus: the first name takes Enter; nothing else is on this screen
      autoFocus={props.isChosen || (props.isFirst && !isRow)}
      data-testid={`cashier-${member.id}`}
      aria-pressed={isRow ? props.isChosen : undefined}
      onClick={props.onChoose}
      className={classNames(
        'pressable flex w-full items-center rounded-lg border bg-surface shadow-lift hover:border-line-strong',
        isRow ? 'gap-4 p-3 text-start' : 'flex-col gap-3 px-4 py-7 text-center',
        props.isChosen ? 'border-accent-ink ring-2 ring-accent-ink' : 'border-line',
      )}
    >
      <Avatar
        name={member.name}
        {...(member.hue === undefined ? {} : { hue: member.hue })}
        className={isRow ? 'h-14 w-14 shrink-0 text-title' : 'h-20 w-20 text-sum'}
      />
      <span className="min-w-0 flex-1">
        <span className="block text-strong font-semibold">{member.name}</span>
        <span className="block text-small text-muted">{t(`staff.roles.${member.role}`)}</span>
        {demoPin ? (
          <span className="block text-small text-muted" data-testid="demo-pin">
            {t('staff.demoPin', { pin: demoPin })}
          </span>
        ) : null}
        {articles > 0 ? (
          <span
            className={classNames(
              'mt-1 flex items-center gap-1.5 text-small font-medium',
              !isRow && 'justify-center',
            )}
            data-testid="kept-cart"
          >
            <ShoppingCart size={16} aria-hidden="true" />
            {t('staff.keptCart', { count: articles })}
          </span>
        ) : null}
        {lockedSeconds > 0 ? (
          <span
            data-varies
            className={classNames(
              'mt-1 flex items-center gap-1.5 text-small font-medium text-danger-ink',
              !isRow && 'justify-center',
            )}
          >
            <Lock size={16} aria-hidden="true" />
            {t('staff.lockedFor', { time: clockOf(lockedSeconds) })}
          </span>
        ) : null}
      </span>
    </button>
  );
}
