import { useState } from 'react';
import type { SpeedKeyPage } from '../../../shared/staff/store-settings.ts';

type Pages = readonly SpeedKeyPage[];

export interface Draft {
  readonly pages: Pages;
  /** How many steps can be taken back. */
  readonly steps: number;
  /**
   * Changes the draft. Changes of one `stroke` that follow one another are one step: the letters of a label, the places
   * that a key passes while it is dragged.
   */
  set(pages: Pages, stroke?: string): void;
  undo(): void;
}

const MOST_STEPS = 100;

/** What is being arranged, and the way back, step by step. */
export function useDraft(start: Pages): Draft {
  const [state, setState] = useState<{
    readonly pages: Pages;
    readonly before: readonly Pages[];
    readonly stroke: string | null;
  }>({ pages: start, before: [], stroke: null });
  return {
    pages: state.pages,
    steps: state.before.length,
    set(pages, stroke) {
      setState((now) => {
        if (pages === now.pages) return now;
        const goesOn = stroke !== undefined && stroke === now.stroke;
        return {
          pages,
          before: goesOn ? now.before : [...now.before, now.pages].slice(-MOST_STEPS),
          stroke: stroke ?? null,
        };
      });
    },
    undo() {
      setState((now) => ({
        pages: now.before.at(-1) ?? now.pages,
        before: now.before.slice(0, -1),
        stroke: null,
      }));
    },
  };
}
