import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { Badge } from './badge.tsx';
import { classNames } from './class-names.ts';

export interface TabEntry<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Stands behind the label; nothing for 0 and null. */
  readonly count?: number | null;
  readonly content: ReactNode;
}

const LIST = {
  row: 'no-scrollbar flex shrink-0 gap-1 overflow-x-auto border-b border-line p-1 pb-0',
  column: 'sticky top-0 flex w-52 shrink-0 flex-col gap-1 self-start pb-4',
} as const;
const TAB = {
  row: '-mb-px whitespace-nowrap border-b-3 border-transparent px-4 text-muted data-[active]:border-accent data-[active]:text-ink',
  column:
    'rounded-md px-3 py-1 text-start text-ink hover:bg-sunken data-[active]:bg-ink data-[active]:text-canvas',
} as const;

/** Views of one thing, one at a time. Arrow keys move, as tabs do. */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly TabEntry<T>[];
  /** Many of them stand one under the other, before what they show. */
  column?: boolean;
  testId?: string;
}) {
  const way = props.column ? 'column' : 'row';
  return (
    <BaseTabs.Root
      value={props.value}
      onValueChange={(value) => props.onChange(value as T)}
      orientation={props.column ? 'vertical' : 'horizontal'}
      className={classNames('flex min-h-0 flex-1', props.column ? 'gap-6' : 'flex-col')}
    >
      <BaseTabs.List aria-label={props.label} activateOnFocus className={LIST[way]}>
        {props.tabs.map((tab) => (
          <BaseTabs.Tab
            key={tab.value}
            value={tab.value}
            data-testid={props.testId ? `${props.testId}-${tab.value}` : undefined}
            className={classNames(
              'pressable flex min-h-12 items-center gap-2 text-body font-medium data-[active]:font-semibold',
              TAB[way],
            )}
          >
            {tab.icon}
            {tab.label}
            {tab.count ? <Badge tone="neutral">{tab.count}</Badge> : null}
          </BaseTabs.Tab>
        ))}
      </BaseTabs.List>
      {props.tabs.map((tab) => (
        <BaseTabs.Panel
          key={tab.value}
          value={tab.value}
          className="min-h-0 min-w-0 flex-1 outline-offset-[-3px]"
        >
          {tab.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
