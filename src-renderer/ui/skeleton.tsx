/** The place of rows that are on their way: the screen keeps its shape, and nothing jumps when they come. */
export function SkeletonRows(props: { rows: number; label: string }) {
  return (
    <div
      role="status"
      aria-label={props.label}
      className="divide-y divide-line rounded-md border border-line"
    >
      {Array.from({ length: props.rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content have nothing else
        <div key={row} className="flex min-h-14 items-center gap-3 px-4">
          <span className="h-8 w-8 rounded-md bg-sunken" />
          <span className="flex flex-1 flex-col gap-2">
            <span className="h-3.5 w-2/5 rounded-full bg-sunken" />
            <span className="h-3 w-1/4 rounded-full bg-sunken" />
          </span>
          <span className="h-4 w-16 rounded-full bg-sunken" />
        </div>
      ))}
    </div>
  );
}
