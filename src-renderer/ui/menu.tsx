import { Menu as BaseMenu } from '@base-ui/react/menu';
import { EllipsisVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { IconButton } from './icon-button.tsx';

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  readonly dangerous?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

/** Acts that are needed seldom, behind one button. What is needed often has a button of its own. */
export function Menu(props: { label: string; entries: readonly MenuEntry[]; testId?: string }) {
  return (
    <BaseMenu.Root modal={false}>
      <BaseMenu.Trigger
        render={
          <IconButton
            label={props.label}
            icon={<EllipsisVertical size={20} aria-hidden="true" />}
            data-testid={props.testId}
          />
        }
      />
      <BaseMenu.Portal>
        <BaseMenu.Positioner sideOffset={6} align="end" className="z-60 outline-none">
          <BaseMenu.Popup className="min-w-56 rounded-md border border-line bg-surface p-1 text-ink shadow-float outline-none">
            {props.entries.map((entry) => (
              <BaseMenu.Item
                key={entry.id}
                disabled={entry.disabled ?? false}
                onClick={entry.onPress}
                data-testid={props.testId ? `${props.testId}-${entry.id}` : undefined}
                className={classNames(
                  'flex min-h-12 items-center gap-3 rounded-sm px-3 text-body outline-none data-[disabled]:opacity-45 data-[highlighted]:bg-accent-soft',
                  entry.dangerous && 'text-danger-ink',
                )}
              >
                {entry.icon}
                {entry.label}
              </BaseMenu.Item>
            ))}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}
