import { useCallback, useEffect, useState } from 'react';
import type { DisplayMode, DisplayState } from '../../../shared/display/display-message.ts';
import { useDevice } from '../../runtime/till-context.tsx';

const LOOK_EVERY_MS = 1_000;

/** How the display is doing, asked again and again; and a way to ask at once. Null while nothing is known, and where it is off. */
export function useDisplayState(mode: DisplayMode): [DisplayState['state'] | null, () => void] {
  const { display: port } = useDevice();
  const [state, setState] = useState<DisplayState['state'] | null>(null);
  const look = useCallback(() => {
    port.state(mode).then((now) => setState(now.state), reportError);
  }, [port, mode]);
  useEffect(() => {
    if (mode === 'off') return setState(null);
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [look, mode]);
  return [state, look];
}
