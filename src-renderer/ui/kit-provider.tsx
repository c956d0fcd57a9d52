import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import type { ReactNode } from 'react';
import { directionOf } from '../languages/direction.ts';
import { useLanguage } from '../languages/use-words.ts';

/** What the parts of the kit need around them: which way text runs, and that no part writes a style element. */
export function KitProvider(props: { children: ReactNode }) {
  return (
    <CSPProvider disableStyleElements>
      <DirectionProvider direction={directionOf(useLanguage())}>{props.children}</DirectionProvider>
    </CSPProvider>
  );
}
