/** The sign of Evertill: a till roll's three lines that end in a live point. */
export function BrandMark(props: { size?: number }) {
  const size = props.size ?? 32;
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9 9.5h14M9 16h9.5M9 22.5h14"
        strokeWidth="3.2"
        strokeLinecap="round"
        className="stroke-on-accent"
        fill="none"
      />
      <circle cx="23" cy="16" r="2.1" className="fill-on-accent" opacity="0.7" />
    </svg>
  );
}
