import { Delete } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import type { PadKey } from './pad-entry.ts';

/** A key beside the digits, which each screen uses for its own acts. */
export interface PadAct {
  readonly id: string;
  readonly label: string;
  readonly face: ReactNode;
  readonly onPress: () => void;
  readonly strong?: boolean;
  readonly wide?: boolean;
  readonly keys?: string;
}

const DIGITS: readonly (readonly PadKey[])[] = [
  ['7', '8', '9'],
  ['4', '5', '6'],
  ['1', '2', '3'],
];
/** Codes and quantities need a point; erase stands among the acts. */
const ENTRY_ROWS = [...DIGITS, ['0', '00', 'point'] as const];
/** Amounts are typed without their point. */
const AMOUNT_ROWS = [...DIGITS, ['00', '0', 'erase'] as const];

/**
 * Digits that never move and never animate: a pad that slides or fades costs sales. Focus stays where it was, so that
 * a tap on a digit does not take the keyboard away from a field.
 */
export function NumberPad(props: {
  label: string;
  point: string;
  onKey: (key: PadKey) => void;
  eraseLabel: string;
  /** The acts of each of the four rows, in two columns at the right. Without them the pad is for amounts. */
  side?: readonly (readonly PadAct[])[];
  tall?: boolean;
}) {
  const { side } = props;
  const rows = side ? ENTRY_ROWS : AMOUNT_ROWS;
  return (
    // The keys stand as on every keyboard, whichever way the text runs.
    <fieldset
      dir="ltr"
      aria-label={props.label}
      data-testid="number-pad"
      className={classNames('m-0 grid min-w-0 gap-1.5 border-0 p-0', side ? 'grid-cols-5' : 'grid-cols-3')}
    >
      {rows.map((row, index) => (
        <Fragment key={row[0]}>
          {row.map((key) => (
            <PadButton
              key={key}
              label={key === 'point' ? props.point : key === 'erase' ? props.eraseLabel : key}
              testId={`pad-${key}`}
              onPress={() => props.onKey(key)}
              tall={props.tall ?? false}
              tinted={key === 'erase'}
            >
              {key === 'point' ? (
                props.point
              ) : key === 'erase' ? (
                <Delete size={24} aria-hidden="true" />
              ) : (
                key
              )}
            </PadButton>
          ))}
          {side?.[index]?.map((act) => (
            <ActButton key={act.id} act={act} />
          ))}
        </Fragment>
      ))}
    </fieldset>
  );
}

/** The act that takes the last digit back. */
export function eraseAct(label: string, onKey: (key: PadKey) => void): PadAct {
  return {
    id: 'erase',
    label,
    face: <Delete size={22} aria-hidden="true" />,
    onPress: () => onKey('erase'),
    keys: 'Backspace',
  };
}

function ActButton({ act }: { act: PadAct }) {
  return (
    <PadButton
      label={act.label}
      testId={`pad-${act.id}`}
      onPress={act.onPress}
      tinted
      strong={act.strong ?? false}
      wide={act.wide ?? false}
      {...(act.keys ? { keys: act.keys } : {})}
    >
      {act.face}
    </PadButton>
  );
}

function PadButton(props: {
  label: string;
  testId: string;
  onPress: () => void;
  tinted?: boolean;
  strong?: boolean;
  wide?: boolean;
  tall?: boolean;
  keys?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={props.label}
      aria-keyshortcuts={props.keys}
      data-testid={props.testId}
      onPointerDown={(event) => event.preventDefault()}
      onClick={props.onPress}
      className={classNames(
        'pressable money flex items-center justify-center gap-1.5 rounded-md text-title font-semibold',
        props.tall ? 'h-19' : 'h-16',
        props.strong
          ? 'bg-accent-soft text-accent-ink'
          : props.tinted
            ? 'bg-sunken text-ink'
            : 'border border-line bg-surface text-ink shadow-lift',
        props.wide && 'col-span-2',
      )}
    >
      {props.children}
    </button>
  );
}
