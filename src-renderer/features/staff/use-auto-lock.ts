import { useEffect } from 'react';
import { hasPins } from '../../../shared/staff/entry.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { lockTill } from './lock-acts.ts';

const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

/** Locks the till after the shop's time without a touch, where there are PINs to lock it with. */
export function useAutoLock(): void {
  const till = useTill();
  const { autoLockMs } = dayOf(useStoreSettings());
  const isOn = hasPins(useReadable(till.staff)) && autoLockMs > 0;

  useEffect(() => {
    if (!isOn) return;
    let touchedAt = performance.now();
    let timer = setTimeout(look, autoLockMs);
    // A touch costs one number; the timer looks at it when it is due.
    function look() {
      const leftMs = touchedAt + autoLockMs - performance.now();
      // Where it may not be locked now, a payment is under way: it is looked at again after as long.
      if (leftMs <= 0 && lockTill(till)) return;
      timer = setTimeout(look, leftMs > 0 ? leftMs : autoLockMs);
    }
    const onTouch = () => {
      touchedAt = performance.now();
    };
    for (const kind of TOUCHES) window.addEventListener(kind, onTouch, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const kind of TOUCHES) window.removeEventListener(kind, onTouch, { capture: true });
    };
  }, [till, isOn, autoLockMs]);
}
