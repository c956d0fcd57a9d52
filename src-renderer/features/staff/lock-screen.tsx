import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Entry, entryOf, hasPins } from '../../../shared/staff/entry.ts';
import { approversOf } from '../../../shared/staff/permissions.ts';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { useCashier } from '../../runtime/cashier-store.ts';
import { tellOffice } from '../../runtime/office-requests.ts';
import { useIsTraining, useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { BrandMark } from '../../ui/brand-mark.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useClock } from '../../ui/money.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ApprovalDialog } from './approval-dialog.tsx';
import { PinEntry, useLockedSeconds } from './pin-entry.tsx';
import { SetPinDialog } from './set-pin-dialog.tsx';
import { StaffTiles } from './staff-tiles.tsx';

/** Who is at the till, by PIN. Whoever locked it has the pad at once: a PIN and nothing else. */
export function LockScreen(props: { onEnter: (cashierId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const settings = useStoreSettings();
  const everybody = useReadable(till.staff);
  const staff = everybody.filter((member) => member.active);
  const connection = useReadable(till.connection);
  const lockedBy = useCashier((state) => state.lockedBy);
  const [chosenId, setChosenId] = useState<string | null>(lockedBy);
  // A PIN is everybody's, at every till.
  const training = useIsTraining();
  const [settingPin, setSettingPin] = useState<{ readonly memberId: string | null } | null>(null);
  const chosen = staff.find(({ id }) => id === chosenId);
  const entry = chosen ? entryOf(chosen, staff) : null;
  const shown = chosen && entry !== 'open' ? chosen : null;

  const choose = (member: StaffMember) => {
    if (entryOf(member, staff) === 'open') props.onEnter(member.id);
    else setChosenId(member.id);
  };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) setChosenId(null);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <main
      className="flex h-full flex-col items-center gap-6 overflow-y-auto bg-canvas p-6"
      data-testid="lock-screen"
    >
      <div className="mt-auto flex flex-col items-center gap-2 text-center">
        <BrandMark size={44} />
        {settings ? <p className="text-strong text-muted">{settings.storeName}</p> : null}
        <h1 className="text-sum font-semibold tracking-tight">{t('staff.title')}</h1>
      </div>
      {settings && staff.length > 0 ? (
        <div className="flex w-full flex-wrap items-start justify-center gap-x-12 gap-y-6">
          <StaffTiles staff={staff} chosenId={shown?.id ?? null} onChoose={choose} />
          {shown && entry ? (
            <Door
              key={shown.id}
              member={shown}
              entry={entry}
              onRight={() => props.onEnter(shown.id)}
              onSetPin={() => setSettingPin({ memberId: shown.id })}
              isCovered={settingPin !== null}
            />
          ) : null}
        </div>
      ) : (
        <Nobody />
      )}
      {settings && staff.length > 0 && !hasPins(staff) ? (
        <div className="w-full max-w-[720px]">
          <Banner
            tone="info"
            still
            testId="no-pins"
            acts={
              training ? null : (
                <Button onClick={() => setSettingPin({ memberId: null })} data-testid="set-first-pin">
                  {t('staff.setPin.first')}
                </Button>
              )
            }
          >
            {t('staff.noPins')}
          </Banner>
        </div>
      ) : null}
      {connection.state === 'offline' && staff.length > 0 ? (
        <p role="status" className="text-body text-muted" data-testid="lock-offline">
          {t('staff.worksOffline')}
        </p>
      ) : null}
      <Foot />
      {settingPin ? (
        <SetPinDialog staff={staff} memberId={settingPin.memberId} onClose={() => setSettingPin(null)} />
      ) : null}
    </main>
  );
}

/** The pad, or why there is none. */
function Door(props: {
  member: StaffMember;
  entry: Entry;
  onRight: () => void;
  onSetPin: () => void;
  /** A dialog stands in front. */
  isCovered: boolean;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const { member, entry } = props;
  const settings = useStoreSettings();
  const staff = useReadable(till.staff);
  const lockedSeconds = useLockedSeconds(member.id);
  // Neither a PIN nor its lock is rehearsed.
  const training = useIsTraining();
  const [lifting, setLifting] = useState(false);
  const others = approversOf(settings, staff, 'settings').filter(({ id, pin }) => id !== member.id && pin);
  return (
    <section className="w-full max-w-[360px]" aria-label={t('staff.pinOf', { name: member.name })}>
      <h2 className="mb-2 text-center text-title font-semibold" data-testid="pin-name">
        {member.name}
      </h2>
      {/* Two pads would both hear the keyboard: a PIN for the question in front is none for this one. */}
      {entry === 'pin' && !lifting && !props.isCovered ? (
        <PinEntry member={member} onRight={props.onRight} />
      ) : null}
      {entry === 'waiting' ? (
        <Banner tone="warning" testId="pin-waiting">
          {t('staff.pinProblems.notReady')}
        </Banner>
      ) : null}
      {entry === 'noPin' ? (
        <Banner tone="info" testId="pin-missing">
          {t('staff.noPinYet', { name: member.name })}
        </Banner>
      ) : null}
      <div className={classNames('mt-4 flex flex-wrap justify-center gap-3', training && 'hidden')}>
        {lockedSeconds > 0 && others.length > 0 ? (
          <Button onClick={() => setLifting(true)} data-testid="lift-lock">
            {t('staff.lift')}
          </Button>
        ) : null}
        <Button look="quiet" onClick={props.onSetPin} data-testid="set-pin">
          {member.pinSet ? t('staff.setPin.change') : t('staff.setPin.first')}
        </Button>
      </div>
      {lifting ? (
        <ApprovalDialog
          says={t('staff.acts.unlock', { name: member.name })}
          approvers={others}
          about={null}
          onAnswer={(approval) => {
            setLifting(false);
            if (!approval) return;
            till.pins.lift(member.id).catch(reportError);
            tellOffice(till, approval.approvedBy, { what: 'pinLockLifted', memberId: member.id });
          }}
        />
      ) : null}
    </section>
  );
}

/** The list has not come, or is empty. */
function Nobody() {
  const { t } = useTranslation();
  const till = useTill();
  const settings = useStoreSettings();
  const progress = useReadable(till.catalogue.progress);
  const connection = useReadable(till.connection);
  return (
    <div role="status" className="flex max-w-[44ch] flex-col items-center gap-2 text-center">
      <Spinner />
      <p className="text-strong font-semibold">
        {progress.complete && settings ? t('staff.nobody') : t('staff.waiting')}
      </p>
      <p className="text-body text-muted">
        {connection.state === 'offline' ? t('staff.offline') : t('staff.waitingHint')}
      </p>
    </div>
  );
}

function Foot() {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const shift = useReadable(till.shifts.current);
  const progress = useReadable(till.catalogue.progress);
  return (
    <div className="mb-auto flex flex-col items-center gap-3">
      {progress.complete ? null : (
        <p
          role="status"
          data-testid="catalogue-progress"
          className="money flex items-center gap-2 text-body text-muted"
        >
          <Spinner />
          {t('pairing.downloading')} · {t('pairing.downloaded', { count: progress.items })}
        </p>
      )}
      <p className="text-small text-muted">
        {shift ? t('staff.shiftSince', { time: clock.dayAndTime(shift.openedAt) }) : t('staff.shiftOpens')}
      </p>
    </div>
  );
}
