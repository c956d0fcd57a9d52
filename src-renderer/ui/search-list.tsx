import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import { TextField } from './text-field.tsx';

/**
 * A field, and under it what was found: the field keeps the focus, the arrows move through the list, Enter or a tap
 * chooses. What screen readers call a combobox.
 */
export function SearchList<T>(props: {
  label: string;
  /** Of the list. */
  listLabel: string;
  text: string;
  onText: (text: string) => void;
  found: readonly T[];
  keyOf: (found: T) => string;
  row: (found: T) => ReactNode;
  onChoose: (found: T) => void;
  /** How many were found, in words, for those who do not see it. */
  says: string;
  /** Stands where nothing was found. */
  empty: ReactNode;
  /** Stands between the field and the list. */
  between?: ReactNode;
  /** Of the field; a row's is `rowTestId` and its key. */
  testId: string;
  rowTestId: string;
}) {
  const { text, found, keyOf, onChoose } = props;
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const chosenAt = Math.min(at, found.length - 1);
  const chosen = found[chosenAt];

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      const next = Math.max(0, Math.min(found.length - 1, chosenAt + step));
      setAt(next);
      list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && chosen && text.trim() !== '') onChoose(chosen);
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label={props.label}
        value={text}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen ? `${listId}-${chosenAt}` : undefined}
        autoComplete="off"
        spellCheck={false}
        dir="auto"
        data-testid={props.testId}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          props.onText(event.target.value);
          setAt(0);
        }}
      />
      {props.between}
      <p role="status" className="sr-only">
        {props.says}
      </p>
      {found.length > 0 ? (
        <div
          ref={list}
          role="listbox"
          tabIndex={-1}
          id={listId}
          aria-label={props.listLabel}
          className="max-h-[45vh] overflow-y-auto rounded-md border border-line"
        >
          {found.map((one, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: told by aria-activedescendant
            // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
            <div
              role="option"
              key={keyOf(one)}
              id={`${listId}-${index}`}
              aria-selected={index === chosenAt}
              data-testid={`${props.rowTestId}-${keyOf(one)}`}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(one)}
              className={classNames(
                'pressable flex min-h-14 cursor-pointer items-center gap-4 border-b border-line px-4 py-2 last:border-b-0',
                index === chosenAt && 'bg-accent-soft',
              )}
            >
              {props.row(one)}
            </div>
          ))}
        </div>
      ) : (
        props.empty
      )}
    </div>
  );
}
