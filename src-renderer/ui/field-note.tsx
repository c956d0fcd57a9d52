import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

/** Under a field: what is wrong, or else what helps. */
export function FieldNote(props: { id: string; hint?: ReactNode; error?: ReactNode }) {
  if (props.error)
    return (
      <p id={props.id} className="mt-1.5 flex items-start gap-1.5 text-small font-medium text-danger-ink">
        <CircleAlert size={16} aria-hidden="true" className="mt-px shrink-0" />
        <span>{props.error}</span>
      </p>
    );
  if (!props.hint) return null;
  return (
    <p id={props.id} className="mt-1.5 text-small text-muted">
      {props.hint}
    </p>
  );
}
