import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lockedForMs, NO_TRIES } from '../../../shared/staff/lock-out.ts';
import { PIN_DIGITS } from '../../../shared/staff/pin.ts';
import type { StaffMember } from '../../../shared/staff/staff-member.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { steadyNowMs } from '../../sync/steady-clock.ts';
import { PinPad } from '../../ui/pin-pad.tsx';
import { play } from '../../ui/sounds.ts';
import { isScan } from './scanned-digits.ts';

/** How long nobody gets in, in whole seconds; 0 when it may be tried. Ticks. */
export function useLockedSeconds(memberId: string): number {
  const tries = useReadable(useTill().pins.tries).get(memberId) ?? NO_TRIES;
  const [now, setNow] = useState(() => steadyNowMs());
  const seconds = Math.ceil(lockedForMs(tries, Math.max(now, tries.lockedAtMs ?? 0)) / 1000);
  useEffect(() => {
    setNow(steadyNowMs());
    if (lockedForMs(tries, steadyNowMs()) === 0) return;
    const timer = setInterval(() => setNow(steadyNowMs()), 1000);
    return () => clearInterval(timer);
  }, [tries]);
  return seconds;
}

/** `1:05`, for a lock that is counted down. */
export const clockOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Read out at each change, so in steps: minutes, and quarters of the last one. */
const inSteps = (seconds: number): number => {
  const step = seconds > 60 ? 60 : 15;
  return Math.ceil(seconds / step) * step;
};

/** One person's PIN, checked here. Wrong ones are counted; what is wrong stands above the pad. */
export function PinEntry(props: {
  member: StaffMember;
  /** The PIN is right. It is given for what only the server can do with it, and kept nowhere. */
  onRight: (pin: string) => void;
}) {
  const { t } = useTranslation();
  const { pins } = useTill();
  const { member, onRight } = props;
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [shakes, setShakes] = useState(0);
  const lockedSeconds = useLockedSeconds(member.id);
  const present = useRef(true);
  useEffect(() => {
    present.current = true;
    return () => {
      present.current = false;
    };
  }, []);

  const check = useCallback(
    async (pin: string) => {
      setBusy(true);
      setError(null);
      try {
        // A scanner aimed at a locked till types digits, too. They are no tries.
        if (await isScan()) return setError(t('staff.pinProblems.scanned'));
        const outcome = await pins.check(member.id, pin);
        if (!present.current) return;
        if (outcome.ok) return onRight(pin);
        play('error');
        setShakes((count) => count + 1);
        const { rejection } = outcome;
        if (rejection.code === 'wrong') setError(t('staff.wrongPin', { count: rejection.triesLeft }));
        else if (rejection.code !== 'locked') setError(t(`staff.pinProblems.${rejection.code}`));
      } catch (fault) {
        reportError(fault);
        setError(t('staff.pinProblems.notReady'));
      } finally {
        if (present.current) setBusy(false);
      }
    },
    [pins, member.id, onRight, t],
  );

  return (
    // Two names of one movement, so that it begins anew each time.
    <div
      className={shakes === 0 ? undefined : shakes % 2 === 1 ? 'shake' : 'shake-again'}
      data-testid="pin-entry"
      data-shakes={shakes}
    >
      <PinPad
        label={t('staff.pinOf', { name: member.name })}
        length={member.pin?.digits ?? PIN_DIGITS.most}
        least={member.pin?.digits ?? PIN_DIGITS.least}
        onPin={(pin) => void check(pin)}
        busy={busy}
        error={error}
        locked={lockedSeconds > 0 ? t('staff.pinLocked', { time: clockOf(inSteps(lockedSeconds)) }) : null}
      />
    </div>
  );
}
