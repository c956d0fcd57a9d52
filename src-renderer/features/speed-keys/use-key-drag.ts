import { type PointerEvent, useEffect, useRef, useState } from 'react';

/** A finger rests so long on a key before it lifts it: shorter is a scroll. */
const LIFT_MS = 280;
const SLIP_PX = 8;

/**
 * Keys that are dragged to another place: by mouse from the first move, by finger after a rest. The keys carry
 * `data-key-place`.
 */
export function useKeyDrag(onMove: (from: number, to: number, stroke: string) => void): {
  readonly dragged: number | null;
  readonly onPointerDown: (event: PointerEvent<HTMLElement>, place: number) => void;
  /** True once, for the click that ends a drag. */
  readonly wasDragged: () => boolean;
} {
  const [dragged, setDragged] = useState<number | null>(null);
  const isDragging = useRef(false);
  const justDragged = useRef(false);
  const stop = useRef<(() => void) | null>(null);
  const move = useRef(onMove);
  move.current = onMove;

  useEffect(() => {
    // A finger that carries a key does not scroll. React's own listeners could not say so.
    const hold = (event: TouchEvent) => {
      if (isDragging.current) event.preventDefault();
    };
    document.addEventListener('touchmove', hold, { passive: false });
    return () => {
      document.removeEventListener('touchmove', hold);
      stop.current?.();
    };
  }, []);

  const onPointerDown = (event: PointerEvent<HTMLElement>, from: number) => {
    if (event.button !== 0) return;
    stop.current?.();
    const { clientX, clientY, pointerId, pointerType } = event;
    const stroke = `drag ${event.timeStamp}`;
    let place = from;
    const lift = () => {
      isDragging.current = true;
      setDragged(place);
    };
    const timer = pointerType === 'touch' ? setTimeout(lift, LIFT_MS) : null;
    const onPointerMove = (moved: globalThis.PointerEvent) => {
      if (moved.pointerId !== pointerId) return;
      const slipped = Math.hypot(moved.clientX - clientX, moved.clientY - clientY) > SLIP_PX;
      if (!isDragging.current) {
        if (!slipped) return;
        if (timer !== null) return end();
        lift();
      }
      const under = document.elementFromPoint(moved.clientX, moved.clientY)?.closest('[data-key-place]');
      const to = under instanceof HTMLElement ? Number(under.dataset.keyPlace) : place;
      if (to === place) return;
      move.current(place, to, stroke);
      place = to;
      setDragged(to);
    };
    const end = () => {
      if (timer !== null) clearTimeout(timer);
      window.removeEventListener('pointermove', onPointerMove);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
      justDragged.current = isDragging.current;
      isDragging.current = false;
      stop.current = null;
      setDragged(null);
    };
    stop.current = end;
    window.addEventListener('pointermove', onPointerMove);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  };

  return {
    dragged,
    onPointerDown,
    wasDragged() {
      const was = justDragged.current;
      justDragged.current = false;
      return was;
    },
  };
}
