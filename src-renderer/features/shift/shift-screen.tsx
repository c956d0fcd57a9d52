import {
  ArrowLeft,
  Banknote,
  ClipboardCheck,
  FileText,
  History,
  type LucideIcon,
  MinusCircle,
  PlusCircle,
  Vault,
} from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { cashierMay } from '../../runtime/approvals.ts';
import { createLoneKeys } from '../../runtime/lone-key.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { useClock, useMoney } from '../../ui/money.tsx';
import { approved } from './approved.ts';
import { CashDialog, type DrawerAct } from './cash-dialog.tsx';
import { ClosingView, Obstacle } from './closing-view.tsx';
import { CountView } from './count-view.tsx';
import { DrawerActsList } from './drawer-acts-list.tsx';
import { expectedNow, useDropDue } from './drop-due.ts';
import { HistoryView } from './history-view.tsx';
import { Whereabouts, XView, ZView } from './report-view.tsx';
import { type ShiftPerson, shiftLedger, shiftState } from './shift-acts.ts';

type View =
  | { readonly kind: 'overview' | 'x' | 'history' }
  | { readonly kind: 'count' | 'closing'; readonly person: ShiftPerson }
  | { readonly kind: 'z'; readonly z: ShiftEvent; readonly fresh: boolean };

const OVERVIEW: View = { kind: 'overview' };
/** While the drawer is counted and closed nothing else is done to it. */
const takesActs = ({ kind }: View) => kind === 'overview' || kind === 'x' || kind === 'history';

/** The drawer of the day: what lies in it, what went in and out, the X, the count and the Z, and every Z before. */
export function ShiftScreen(props: {
  cashierId: string;
  notices: ReactNode;
  onLeave: () => void;
  /** The shift is closed and its Z was read. */
  onClosed: () => void;
  onPayment: (saleId: string) => void;
}) {
  const { cashierId } = props;
  const { t } = useTranslation();
  const till = useTill();
  const shift = useReadable(till.shifts.current);
  const events = useReadable(till.shifts.events);
  useReadable(till.sales.recent);
  const [view, setView] = useState<View>(() =>
    shiftState(till) === 'counting'
      ? { kind: 'closing', person: { cashierId } }
      : // Before one is opened there is only what was.
        { kind: shift === null ? 'history' : 'overview' },
  );
  const isDropDue = useDropDue();
  const [drawerAct, setDrawerAct] = useState<DrawerAct | null>(null);
  const shiftId = shift?.shiftId ?? null;
  const counts = events.filter((event) => event.shiftId === shiftId && event.kind === 'counted');

  const acts: Readonly<Record<ActName, () => void>> = {
    cashIn: () => setDrawerAct('cashIn'),
    cashOut: () => setDrawerAct('cashOut'),
    drop: () => setDrawerAct('drop'),
    noSale: () => setDrawerAct('noSale'),
    // What lies in the drawer can be worked out of an X: it is for who may know it before the count.
    x: () =>
      void approved(cashierId, 'seeExpected', { act: 'seeExpected' }).then(
        (person) => person && setView({ kind: 'x' }),
      ),
    close: () =>
      void approved(cashierId, 'closeShift', { act: 'closeShift' }).then(
        (person) =>
          person && setView({ kind: shiftState(till) === 'counting' ? 'closing' : 'count', person }),
      ),
    history: () => setView({ kind: 'history' }),
  };
  const back = () => {
    if (view.kind === 'z') return view.fresh ? props.onClosed() : setView({ kind: 'history' });
    if (view.kind === 'count' && shiftState(till) === 'counting')
      return setView({ kind: 'closing', person: view.person });
    if (shiftId === null || view.kind === 'overview' || view.kind === 'closing') return props.onLeave();
    setView(OVERVIEW);
  };

  const [lone] = useState(createLoneKeys);
  useEffect(() => lone.drop, [lone]);
  // With the screen itself, not after it: a key that comes as soon as it is there is its own.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // What follows the Enter of a dialog belongs to no code that began before it.
      if (event.key === 'Enter' && isDialogOpen()) lone.drop();
      if (event.defaultPrevented || isDialogOpen() || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === 'Escape') {
        lone.drop();
        event.preventDefault();
        return back();
      }
      const inField = event.target instanceof HTMLInputElement;
      const act = takesActs(view) && shiftId !== null && !inField ? ACTS[Number(event.key) - 1] : null;
      const isCharacter = [...event.key].length === 1;
      if (inField || event.repeat || !isCharacter) return;
      // A code that is scanned here begins with a digit, too.
      lone.press(event.timeStamp, act ? acts[act.name] : null);
      if (act) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  return (
    <main
      className="flex min-h-0 flex-1"
      aria-label={t('shift.title')}
      data-testid="shift"
      data-view={view.kind}
    >
      <section
        className={classNames(
          'flex w-[38%] min-w-[340px] flex-col overflow-y-auto border-e border-line bg-surface',
          // The coins need the room of a small screen.
          view.kind === 'count' && 'hidden min-[1200px]:flex',
        )}
      >
        <div className="flex h-15 shrink-0 items-center border-b border-line px-2">
          <Button look="quiet" keyCap="Esc" onClick={back} data-testid="shift-back">
            <ArrowLeft size={20} aria-hidden="true" className="mirrored" />
            {view.kind === 'z' && view.fresh ? t('shift.done') : t('shift.back')}
          </Button>
        </div>
        <div className="flex flex-col gap-5 px-6 py-5">
          <h1 className="text-sum font-semibold tracking-tight">
            {view.kind === 'z' && view.fresh ? t('shift.closed.title') : t('shift.title')}
          </h1>
          {view.kind === 'z' ? <Whereabouts shiftId={view.z.shiftId} /> : <Facts />}
          {shiftId !== null && takesActs(view) ? <ActButtons acts={acts} /> : null}
        </div>
      </section>
      <section className="flex min-w-0 flex-1 flex-col gap-4 overflow-y-auto px-8 py-6">
        {props.notices}
        {view.kind === 'count' || view.kind === 'overview' ? <Obstacle onPayment={props.onPayment} /> : null}
        {view.kind === 'overview' && isDropDue ? (
          <Banner
            tone="info"
            still
            testId="drop-due"
            acts={
              <Button onClick={acts.drop} data-testid="drop-due-act">
                {t('shift.acts.drop')}
              </Button>
            }
          >
            {t('shift.dropDue')}
          </Banner>
        ) : null}
        {view.kind === 'overview' ? <DrawerActsList shiftId={shiftId} /> : null}
        {view.kind === 'x' ? <XView cashierId={cashierId} /> : null}
        {view.kind === 'history' ? (
          <HistoryView onChoose={(z) => setView({ kind: 'z', z, fresh: false })} />
        ) : null}
        {view.kind === 'count' ? (
          <CountView
            person={view.person}
            expectedMinor={shiftId !== null && cashierMay('seeExpected') ? expectedNow(till, shiftId) : null}
            again={counts.length > 0}
            onCounted={() => setView({ kind: 'closing', person: view.person })}
            onCancel={back}
          />
        ) : null}
        {view.kind === 'closing' ? (
          <ClosingView
            person={view.person}
            counts={counts}
            onClosed={(z) => setView({ kind: 'z', z, fresh: true })}
            onRecount={() => setView({ kind: 'count', person: view.person })}
            onPayment={props.onPayment}
            onLeave={props.onLeave}
          />
        ) : null}
        {view.kind === 'z' ? (
          <ZView
            key={view.z.id}
            z={view.z}
            fresh={view.fresh}
            onDone={view.fresh ? props.onClosed : () => setView({ kind: 'history' })}
          />
        ) : null}
      </section>
      {drawerAct ? (
        <CashDialog act={drawerAct} cashierId={cashierId} onClose={() => setDrawerAct(null)} />
      ) : null}
    </main>
  );
}

type ActName = 'cashIn' | 'cashOut' | 'drop' | 'noSale' | 'x' | 'close' | 'history';

/** In the order of their keys, 1 to 7. */
const ACTS: readonly { readonly name: ActName; readonly Icon: LucideIcon }[] = [
  { name: 'cashIn', Icon: PlusCircle },
  { name: 'cashOut', Icon: MinusCircle },
  { name: 'drop', Icon: Vault },
  { name: 'noSale', Icon: Banknote },
  { name: 'x', Icon: FileText },
  { name: 'close', Icon: ClipboardCheck },
  { name: 'history', Icon: History },
];

const isWide = (name: ActName) => name === 'x' || name === 'close' || name === 'history';

function ActButtons(props: { acts: Readonly<Record<ActName, () => void>> }) {
  const { t } = useTranslation();
  return (
    <ul className="grid grid-cols-2 gap-2">
      {ACTS.map(({ name, Icon }, index) => (
        <li key={name} className={isWide(name) ? 'col-span-2' : ''}>
          <Button
            look={name === 'close' ? 'primary' : 'secondary'}
            className="w-full !justify-start"
            keyCap={String(index + 1)}
            onClick={props.acts[name]}
            data-testid={`shift-act-${name}`}
          >
            <Icon size={20} aria-hidden="true" />
            <span className="flex-1 text-start">{t(`shift.acts.${name}`)}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** What everybody may know of the running shift: nothing that a blind count would be told by. */
function Facts() {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const money = useMoney();
  const shift = useReadable(till.shifts.current);
  const staff = useReadable(till.staff);
  if (!shift) return <p className="text-body text-muted">{t('shift.facts.none')}</p>;
  const report = drawerReport({ ...shiftLedger(till), shiftId: shift.shiftId });
  const rows = [
    [t('shift.facts.since'), clock.dayAndTime(shift.openedAt)],
    [t('shift.facts.by'), staff.find((member) => member.id === shift.cashierId)?.name ?? ''],
    [t('shift.facts.businessDate'), clock.day(shift.businessDate)],
    [t('shift.facts.float'), money.format(report.floatMinor)],
    [t('shift.facts.receipts'), String(report.receipts)],
    ...(report.noSales > 0 ? [[t('shift.facts.noSales'), String(report.noSales)]] : []),
  ];
  return (
    <dl className="flex flex-col text-body" data-testid="shift-facts" data-receipts={report.receipts}>
      {rows.map(([label, value]) => (
        <div key={label} className="flex items-baseline justify-between gap-4 border-b border-line py-1.5">
          <dt className="text-muted">{label}</dt>
          <dd className="money font-semibold">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
