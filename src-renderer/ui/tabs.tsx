import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Badge } from './badge.tsx';

export interface TabEntry<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Stands behind the label; nothing for 0 and null. */
  readonly count?: number | null;
  readonly content: ReactNode;
}

/** Views of one thing, one at a time. Arrow keys move, as tabs do. */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly TabEntry<T>[];
  testId?: string;
}) {
  return (
    <BaseTabs.Root
      value={props.value}
      onValueChange={(value) => props.onChange(value as T)}
      className="flex min-h-0 flex-1 flex-col"
    >
      <BaseTabs.List
        aria-label={props.label}
        activateOnFocus
        className="no-scrollbar flex shrink-0 gap-1 overflow-x-auto border-b border-line p-1 pb-0"
      >
        {props.tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            data-testid={props.testId ? `${props.testId}-${tab.value}` : undefined}
            className="pressable -mb-px flex min-h-12 items-center gap-2 whitespace-nowrap border-b-3 border-transparent px-4 text-body font-medium text-muted data-[active]:border-accent data-[active]:font-semibold data-[active]:text-ink"
          >
            {tab.label}
            {tab.count ? <Badge tone="neutral">{tab.count}</Badge> : null}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {props.tabs.map((tab) => (
        <BaseTabs.Panel key={tab.value} value={tab.value} className="min-h-0 flex-1 outline-offset-[-3px]">
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
