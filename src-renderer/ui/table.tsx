import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface TableColumn<Row> {
  readonly id: string;
  readonly title: string;
  /** Figures and amounts stand at the end, in figures of one width. */
  readonly figures?: boolean;
  /** A class for the width, for columns that should not share the room evenly. */
  readonly width?: string;
  cell(row: Row): ReactNode;
}

/** Rows of the same kind in columns. The head stays while the rows scroll; give it a parent with a height. */
export function Table<Row>(props: {
  label: string;
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** Makes each row a target; `isChosen` marks one. */
  onChoose?: (row: Row) => void;
  isChosen?: (row: Row) => boolean;
  /** A last row of sums, by column. */
  foot?: Readonly<Record<string, ReactNode>>;
  /** In place of the rows when there are none. */
  empty?: ReactNode;
  testId?: string;
}) {
  const side = (column: TableColumn<Row>) => (column.figures ? 'money text-end' : 'text-start');
  if (props.rows.length === 0 && props.empty) return props.empty;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
    <section className="min-h-0 overflow-auto" tabIndex={0} aria-label={props.label}>
      <table data-testid={props.testId} className="w-full border-separate border-spacing-0 text-body">
        <thead>
          <tr>
            {props.columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={classNames(
                  'sticky top-0 z-10 border-b border-line-strong bg-surface px-3 py-2.5 align-bottom text-small font-semibold text-muted first:ps-4 last:pe-4',
                  side(column),
                  column.width,
                )}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr
              key={props.keyOf(row)}
              data-row={props.keyOf(row)}
              aria-current={props.isChosen?.(row) || undefined}
              className={classNames(props.isChosen?.(row) && 'bg-accent-soft')}
            >
              {props.columns.map((column, index) => (
                <td
                  key={column.id}
                  className={classNames(
                    'h-12 border-b border-line px-3 py-1.5 first:ps-4 last:pe-4',
                    side(column),
                  )}
                >
                  {index === 0 && props.onChoose ? (
                    <button
                      type="button"
                      onClick={() => props.onChoose?.(row)}
                      className="-my-1.5 flex min-h-12 w-full items-center text-start font-medium"
                    >
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {props.foot ? (
          <tfoot>
            <tr>
              {props.columns.map((column) => (
                <td
                  key={column.id}
                  className={classNames(
                    'sticky bottom-0 h-12 border-t border-line-strong bg-surface px-3 font-semibold first:ps-4 last:pe-4',
                    side(column),
                  )}
                >
                  {props.foot?.[column.id]}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}
