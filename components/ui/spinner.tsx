export type SpinnerProps = {
  /** Edge in px; 16 unless told. */
  size?: number;
  /** Words for screen readers where no text beside it says what is going on. */
  label?: string;
};

/** Something is under way whose end is not known. Stands still for people who asked for less motion. */
export function Spinner({ size = 16, label }: SpinnerProps) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex shrink-0">
      <svg aria-hidden="true" viewBox="0 0 16 16" width={size} height={size} className="spin">
        <path
          d="M8 1.75a6.25 6.25 0 1 1-6.25 6.25"
          fill="none"
          stroke="currentColor"
          strokeWidth={2}
          strokeLinecap="round"
        />
      </svg>
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
}
