import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './button.tsx';

/** A square button with an icon alone. Its label is read out, and shown when a pointer rests on it. */
export function IconButton(
  props: Omit<ButtonProps, 'size' | 'children' | 'aria-label'> & { label: string; icon: ReactNode },
) {
  const { label, icon, look = 'quiet', ...rest } = props;
  return (
    <Button look={look} size="square" aria-label={label} title={label} {...rest}>
      {icon}
    </Button>
  );
}
