import { Check, Minus } from 'lucide-react';
import { Fragment, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '../../../shared/staff/permissions.ts';
import { ROLES, type Role } from '../../../shared/staff/staff-member.ts';
import { classNames } from '../../ui/class-names.ts';
import { lineStep } from '../../ui/line-step.ts';
import { GROUPS } from './rules-draft.ts';

interface MatrixProps {
  readonly isAllowed: (role: Role, permission: Permission) => boolean;
  /** Changed and not sent. */
  readonly isChanged: (role: Role, permission: Permission) => boolean;
  /** Why it cannot be turned by whoever is asked for, or null. */
  readonly barred: (role: Role, permission: Permission) => string | null;
  readonly onTurn: (role: Role, permission: Permission) => void;
}

const ROWS = GROUPS.flatMap(([, permissions]) => permissions);

/** Who may what: a row for each act, a column for each role. One stop of the tab key; the arrows go from cell to cell. */
export function Matrix(props: MatrixProps) {
  const { t } = useTranslation();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, column: 1 });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, lineStep(1)],
      ArrowLeft: [0, lineStep(-1)],
      Home: [-ROWS.length, 0],
      End: [ROWS.length, 0],
    }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const [down = 0, along = 0] = step;
    const row = Math.max(0, Math.min(ROWS.length - 1, at.row + down));
    const column = Math.max(0, Math.min(ROLES.length - 1, at.column + along));
    setAt({ row, column });
    table.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus();
  };

  return (
    <table
      ref={table}
      className="w-full border-separate border-spacing-0"
      onKeyDown={onKeyDown}
      data-testid="rules"
    >
      <caption className="sr-only">{t('houseRules.title')}</caption>
      <thead>
        <tr>
          <th scope="col" className="sticky top-0 z-10 border-b border-line-strong bg-surface text-start">
            <span className="sr-only">{t('houseRules.act')}</span>
          </th>
          {ROLES.map((role) => (
            <th
              key={role}
              scope="col"
              className="sticky top-0 z-10 w-24 border-b border-line-strong bg-surface px-1 py-2.5 text-center text-small font-semibold text-muted"
            >
              {t(`staff.roles.${role}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {GROUPS.map(([about, permissions]) => (
          <Fragment key={about}>
            <tr>
              <th
                colSpan={ROLES.length + 1}
                scope="colgroup"
                className="pt-4 pb-1 text-start text-small font-semibold text-muted"
              >
                {t(`houseRules.about.${about}`)}
              </th>
            </tr>
            {permissions.map((permission) => {
              const row = ROWS.indexOf(permission);
              return (
                <tr key={permission}>
                  <th scope="row" className="border-b border-line py-1 pe-2 text-start text-body font-normal">
                    {t(`houseRules.permissions.${permission}`)}
                  </th>
                  {ROLES.map((role, column) => (
                    <td key={role} className="border-b border-line p-0 text-center">
                      <Cell
                        {...props}
                        role={role}
                        permission={permission}
                        place={`${row} ${column}`}
                        tabbable={row === at.row && column === at.column}
                        onReach={() => setAt({ row, column })}
                      />
                    </td>
                  ))}
                </tr>
              );
            })}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function Cell(
  props: MatrixProps & {
    role: Role;
    permission: Permission;
    place: string;
    tabbable: boolean;
    onReach: () => void;
  },
) {
  const { t } = useTranslation();
  const { role, permission } = props;
  const yes = props.isAllowed(role, permission);
  const isChanged = props.isChanged(role, permission);
  const barred = props.barred(role, permission);
  return (
    // biome-ignore lint/a11y/useSemanticElements: drawn as a cell, and barred with its reason
    <button
      type="button"
      role="checkbox"
      aria-checked={yes}
      aria-disabled={barred !== null || undefined}
      aria-label={`${t(`houseRules.permissions.${permission}`)}: ${t(`staff.roles.${role}`)}`}
      aria-description={barred ?? (isChanged ? t('houseRules.changed') : undefined)}
      title={barred ?? undefined}
      tabIndex={props.tabbable ? 0 : -1}
      data-cell={props.place}
      data-testid={`rule-${role}-${permission}`}
      data-changed={isChanged || undefined}
      onFocus={props.onReach}
      onClick={() => {
        if (barred === null) props.onTurn(role, permission);
      }}
      className="pressable inline-flex h-12 w-full min-w-12 items-center justify-center rounded-md"
    >
      <span
        className={classNames(
          'flex h-7 w-7 items-center justify-center rounded-sm border-2',
          yes ? 'border-accent bg-accent text-on-accent' : 'border-line-strong bg-surface text-muted',
          barred !== null && (yes ? 'border-muted bg-muted text-surface' : 'border-line bg-sunken'),
          isChanged && 'ring-3 ring-warn-ink ring-offset-2 ring-offset-surface',
        )}
      >
        {yes ? (
          <Check size={18} aria-hidden="true" />
        ) : (
          <Minus size={16} aria-hidden="true" className="opacity-60" />
        )}
      </span>
    </button>
  );
}
