import { TONE_FILL, type Tone } from './tone.ts';

export type ProgressBarProps = {
  /** What is going on, for screen readers. */
  label: string;
  /** From 0 to 1; null while the end is not known. */
  value: number | null;
  tone?: Tone;
};

/** How far something has come. Widths are SVG attributes, so a strict style policy cannot hide them. */
export function ProgressBar({ label, value, tone = 'accent' }: ProgressBarProps) {
  const share = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share ?? undefined}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <svg aria-hidden="true" width="100%" height="100%" className="block">
        <rect
          width={share === null ? '100%' : `${share}%`}
          height="100%"
          className={TONE_FILL[tone]}
          opacity={share === null ? 0.35 : 1}
        />
      </svg>
    </div>
  );
}
