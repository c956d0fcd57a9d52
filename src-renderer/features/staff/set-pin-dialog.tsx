import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasPins } from '../../../shared/staff/entry.ts';
import { approversOf } from '../../../shared/staff/permissions.ts';
import { decidePin, PIN_DIGITS } from '../../../shared/staff/pin.ts';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { SetPinOutcome } from '../../sync/till-pins.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Avatar } from '../../ui/letter-tile.tsx';
import { PinPad } from '../../ui/pin-pad.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { PinEntry } from './pin-entry.tsx';

type Problem = Extract<SetPinOutcome, { ok: false }>['code'] | 'different';

interface Vouched {
  readonly staffId: string;
  readonly pin: string;
}

/**
 * A person's own PIN, or the first one: the old PIN or that of somebody who may change settings, then the new one twice.
 * The server sets it for every till, so it needs the server.
 */
export function SetPinDialog(props: {
  staff: readonly StaffMember[];
  /** Null: whose it is is asked first. */
  memberId: string | null;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const { staff } = props;
  const isOffline = useReadable(till.connection).state !== 'online';
  const [memberId, setMemberId] = useState(props.memberId);
  const [vouched, setVouched] = useState<Vouched | null>(null);
  const [step, setStep] = useState<'asking' | 'sending' | 'done'>('asking');
  const [problem, setProblem] = useState<Problem | null>(null);
  const member = staff.find(({ id }) => id === memberId);
  const needsVouching = hasPins(staff);

  const send = async (pin: string) => {
    if (!member) return;
    setStep('sending');
    const outcome = await till.pins.set(member.id, { pin, ...(vouched ? { by: vouched } : {}) });
    setProblem(outcome.ok ? null : outcome.code);
    setStep(outcome.ok ? 'done' : 'asking');
  };

  return (
    <Dialog
      title={member ? t('staff.setPin.title', { name: member.name }) : t('staff.setPin.whose')}
      width="regular"
      closeLabel={t('staff.approval.back')}
      onClose={props.onClose}
      testId="set-pin-dialog"
    >
      <div className="flex flex-col gap-4 pt-2">
        {isOffline && step !== 'done' ? (
          <Banner tone="warning" testId="set-pin-offline">
            {t('staff.setPin.problems.offline')}
          </Banner>
        ) : null}
        {problem && problem !== 'offline' ? (
          <Banner tone="error" testId="set-pin-problem" code={problem}>
            {t(`staff.setPin.problems.${problem}`)}
          </Banner>
        ) : null}
        {step === 'done' && member ? (
          <>
            <Banner tone="good" testId="set-pin-done">
              {t('staff.setPin.done', { name: member.name })}
            </Banner>
            <Button look="primary" size="large" onClick={props.onClose} data-testid="set-pin-close">
              {t('staff.setPin.close')}
            </Button>
          </>
        ) : isOffline ? null : step === 'sending' ? (
          <p role="status" className="flex items-center gap-2 text-body text-muted">
            <Spinner />
            {t('staff.setPin.sending')}
          </p>
        ) : !member ? (
          <People staff={staff} onChoose={setMemberId} testId="pin-for" />
        ) : needsVouching && !vouched ? (
          <Vouching member={member} staff={staff} onVouched={setVouched} />
        ) : (
          <NewPin onPin={send} onProblem={setProblem} />
        )}
      </div>
    </Dialog>
  );
}

function People(props: { staff: readonly StaffMember[]; onChoose: (id: string) => void; testId: string }) {
  return (
    <div className="flex flex-col gap-2">
      {props.staff.map((member) => (
        <Button
          key={member.id}
          size="large"
          className="!justify-start"
          onClick={() => props.onChoose(member.id)}
          data-testid={`${props.testId}-${member.id}`}
        >
          <Avatar name={member.name} {...(member.hue === undefined ? {} : { hue: member.hue })} />
          {member.name}
        </Button>
      ))}
    </div>
  );
}

/** Who says that it may be set: the person by the old PIN, or somebody who may change settings. */
function Vouching(props: {
  member: StaffMember;
  staff: readonly StaffMember[];
  onVouched: (vouched: Vouched) => void;
}) {
  const { t } = useTranslation();
  const { member, staff, onVouched } = props;
  const settings = useStoreSettings();
  const others = approversOf(settings, staff, 'settings').filter(({ id, pin }) => id !== member.id && pin);
  const able = member.pin ? [member, ...others] : others;
  const [byId, setById] = useState(member.pin ? member.id : others.length === 1 ? others[0]?.id : null);
  const by = able.find(({ id }) => id === byId);
  const onRight = useCallback(
    (pin: string) => {
      if (by) onVouched({ staffId: by.id, pin });
    },
    [by, onVouched],
  );
  if (able.length === 0) return <Banner tone="warning">{t('staff.setPin.nobody')}</Banner>;
  if (!by)
    return (
      <>
        <p className="text-body">{t('staff.setPin.whoVouches')}</p>
        <People staff={others} onChoose={setById} testId="vouches" />
      </>
    );
  return (
    <>
      <p className="text-center text-body" role="status">
        {by.id === member.id ? t('staff.setPin.old') : t('staff.pinOf', { name: by.name })}
      </p>
      <PinEntry key={by.id} member={by} onRight={onRight} />
      {by.id === member.id && others.length > 0 ? (
        <Button look="quiet" onClick={() => setById(null)} data-testid="pin-forgotten">
          {t('staff.setPin.forgotten')}
        </Button>
      ) : null}
    </>
  );
}

function NewPin(props: {
  onPin: (pin: string) => Promise<void>;
  onProblem: (problem: Problem | null) => void;
}) {
  const { t } = useTranslation();
  const rules = dayOf(useStoreSettings());
  const [digits, setDigits] = useState(String(rules.pinMinDigits));
  const [first, setFirst] = useState<string | null>(null);
  const lengths = Array.from({ length: PIN_DIGITS.most - rules.pinMinDigits + 1 }, (_, more) =>
    String(rules.pinMinDigits + more),
  );

  const take = (pin: string) => {
    if (first === null) {
      const rejected = decidePin(pin, rules);
      props.onProblem(rejected);
      if (!rejected) setFirst(pin);
      return;
    }
    setFirst(null);
    if (first !== pin) return props.onProblem('different');
    props.onPin(pin).catch(reportError);
  };
  return (
    <>
      {first === null ? (
        <Choice
          label={t('staff.setPin.digits')}
          value={digits}
          options={lengths.map((value) => ({ value, label: value }))}
          onChange={setDigits}
          testId="pin-digits"
        />
      ) : null}
      <p
        className="text-center text-body"
        role="status"
        data-testid="set-pin-step"
        data-step={first === null ? 'new' : 'again'}
      >
        {t(first === null ? 'staff.setPin.new' : 'staff.setPin.again')}
      </p>
      <PinPad
        key={`${first === null} ${digits}`}
        label={t(first === null ? 'staff.setPin.new' : 'staff.setPin.again')}
        length={first?.length ?? Number(digits)}
        onPin={take}
      />
    </>
  );
}
