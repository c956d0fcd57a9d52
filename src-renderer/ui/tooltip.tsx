import { Tooltip as BaseTooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

/** A few words about what a pointer rests on or the keyboard has reached. Never the only place where they stand: fingers do not rest. */
export function Tooltip(props: { words: string; children: ReactElement }) {
  return (
    <BaseTooltip.Provider delay={400}>
      <BaseTooltip.Root>
        <BaseTooltip.Trigger render={props.children} />
        <BaseTooltip.Portal>
          <BaseTooltip.Positioner sideOffset={8} className="z-60">
            <BaseTooltip.Popup className="max-w-80 rounded-sm bg-ink px-3 py-1.5 text-small font-medium text-canvas shadow-float">
              {props.words}
            </BaseTooltip.Popup>
          </BaseTooltip.Positioner>
        </BaseTooltip.Portal>
      </BaseTooltip.Root>
    </BaseTooltip.Provider>
  );
}
