import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';

const WIDTHS = {
  narrow: 'w-110',
  regular: 'w-140',
  wide: 'w-190',
  broad: 'w-230',
} as const;

let openDialogs = 0;
/** Those that are drawn, the foremost last. */
const order: symbol[] = [];

/** True while a dialog is in front: keys of the till's window are then the dialog's alone. */
export const isDialogOpen = (): boolean => openDialogs > 0;

export function Dialog(props: {
  title: string;
  /** Under the title, also read out when the dialog opens. */
  description?: ReactNode;
  width?: keyof typeof WIDTHS;
  closeLabel: string;
  onClose: () => void;
  /** What gets the focus; by default the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** A panel stands at the right edge over the full height. */
  asPanel?: boolean;
  /** Long text with few controls: the body itself takes the focus, so that the arrow keys scroll it. */
  bodyTakesFocus?: boolean;
  /** Only one of its own buttons closes it: something must be answered first. */
  mustAnswer?: boolean;
  footer?: ReactNode;
  testId?: string;
  children: ReactNode;
}) {
  const self = useRef(Symbol('dialog'));
  // With the drawing: a key that is pressed in the moment in which a dialog goes is the screen's.
  useLayoutEffect(() => {
    const { current } = self;
    openDialogs += 1;
    order.push(current);
    return () => {
      openDialogs -= 1;
      // Later: the Escape or tap that closed it is still on its way to the one below.
      setTimeout(() => order.splice(order.indexOf(current), 1), 0);
    };
  }, []);
  const onOpenChange = (open: boolean) => {
    // A question over a panel is answered alone: the panel stays.
    if (!open && !props.mustAnswer && order.at(-1) === self.current) props.onClose();
  };
  return (
    <BaseDialog.Root open onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <BaseDialog.Popup
          data-testid={props.testId}
          {...(props.initialFocus ? { initialFocus: props.initialFocus } : {})}
          className={classNames(
            'fixed z-50 flex flex-col bg-surface text-ink shadow-float outline-none max-w-[calc(100vw-32px)]',
            WIDTHS[props.width ?? 'regular'],
            props.asPanel
              ? 'end-0 top-0 bottom-0 border-s border-line'
              : 'inset-0 m-auto h-fit max-h-[calc(100vh-32px)] rounded-lg border border-line',
          )}
        >
          <header className="ps-6 pe-16 pt-3 pb-2">
            <div className="min-w-0 pt-2">
              <BaseDialog.Title className="text-title font-semibold tracking-tight">
                {props.title}
              </BaseDialog.Title>
              {props.description ? (
                <BaseDialog.Description className="text-body text-muted mt-1">
                  {props.description}
                </BaseDialog.Description>
              ) : null}
            </div>
          </header>
          <div
            className="min-h-0 flex-1 overflow-y-auto px-6 pb-6 outline-none"
            {...(props.bodyTakesFocus ? { tabIndex: 0, role: 'region', 'aria-label': props.title } : {})}
          >
            {props.children}
          </div>
          {props.footer ? (
            <footer className="flex gap-3 border-t border-line px-6 py-4">{props.footer}</footer>
          ) : null}
          {/* Last in the order of focus: the first control is what the dialog is about. */}
          {props.mustAnswer ? null : (
            <BaseDialog.Close
              render={
                <Button
                  look="quiet"
                  size="square"
                  className="absolute end-3 top-3"
                  aria-label={props.closeLabel}
                  data-testid="dialog-close"
                />
              }
            >
              <X size={22} aria-hidden="true" />
            </BaseDialog.Close>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
