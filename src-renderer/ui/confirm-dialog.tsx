import { type ReactNode, useRef } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks once before something that cannot be taken back. What can be taken back is done, and offers Undo. */
export function ConfirmDialog(props: {
  title: string;
  /** What will happen, and to what. */
  children: ReactNode;
  /** A verb: what the button does. */
  confirmLabel: string;
  cancelLabel: string;
  /** Red, and Cancel has the focus. */
  dangerous?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  testId?: string;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  const confirm = useRef<HTMLButtonElement>(null);
  const testId = props.testId ?? 'confirm';
  return (
    <Dialog
      title={props.title}
      width="narrow"
      closeLabel={props.cancelLabel}
      onClose={props.onCancel}
      initialFocus={props.dangerous ? cancel : confirm}
      testId={testId}
      footer={
        <>
          <Button ref={cancel} className="flex-1" onClick={props.onCancel} data-testid={`${testId}-no`}>
            {props.cancelLabel}
          </Button>
          <Button
            ref={confirm}
            className="flex-1"
            look={props.dangerous ? 'danger' : 'primary'}
            busy={props.busy ?? false}
            onClick={props.onConfirm}
            data-testid={`${testId}-yes`}
          >
            {props.confirmLabel}
          </Button>
        </>
      }
    >
      <div className="text-body text-muted">{props.children}</div>
    </Dialog>
  );
}
