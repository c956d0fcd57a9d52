import { Loader } from 'lucide-react';
import { classNames } from './class-names.ts';

/** Something is under way. The words beside it say what; it says nothing by itself. */
export function Spinner(props: { size?: number; className?: string }) {
  return (
    <Loader
      size={props.size ?? 20}
      aria-hidden="true"
      className={classNames('spin shrink-0', props.className)}
    />
  );
}
