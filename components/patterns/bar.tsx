import { TONE_FILL, type Tone } from '#components/ui/tone.ts';
import { type BarSegment, layOutBar } from './bar-layout.ts';

/** Tones of segments that name none, in turn. */
const TURN: Tone[] = ['accent', 'busy', 'unknown', 'gone', 'warn', 'ok'];

export type BarProps = {
  /** What is measured, for screen readers: `Memory of node-1`. */
  label: string;
  segments: readonly BarSegment[];
  /** What there is in all, in the unit of the values. */
  total: number;
  /** A mark on the bar: what was planned. */
  plan?: number;
  /** Writes a value with its unit: `formatBytes`. */
  format: (value: number) => string;
  /** What the part that no segment has is called; `free` unless it is not known whether it is. */
  leftWord?: string;
  /** Leaves out the list of segments under the bar. */
  isBare?: boolean;
};

/** A budget as a bar: who has how much of what there is. Each segment is named in words below it. */
export function Bar({ label, segments, total, plan, format, leftWord = 'free', isBare }: BarProps) {
  const { placed, scale, isOver } = layOutBar(segments, total);
  const used = placed.reduce((sum, segment) => sum + segment.value, 0);
  const toneOf = (segment: BarSegment, index: number): Tone => segment.tone ?? TURN[index % TURN.length] ?? 'accent';
  const at = (value: number) => `${(value / scale) * 100}%`;
  const left = isOver ? `${format(used - total)} over` : `${format(total - used)} ${leftWord}`;
  return (
    <figure className="flex flex-col gap-1.5">
      <figcaption className="sr-only">
        {label}: {format(used)} of {format(total)} used, {left}
      </figcaption>
      <svg aria-hidden="true" width="100%" height="12" className="block overflow-hidden rounded-sm bg-idle-soft">
        {placed.map((segment, index) => (
          <rect
            key={segment.id}
            x={`${segment.start}%`}
            width={`${segment.width}%`}
            height="12"
            className={`${TONE_FILL[toneOf(segment, index)]} stroke-1 stroke-surface`}
          >
            <title>{`${segment.label}: ${format(segment.value)}`}</title>
          </rect>
        ))}
        {isOver && <line x1={at(total)} x2={at(total)} y2="12" className="stroke-2 stroke-ink" />}
        {plan !== undefined && plan <= scale && (
          <line x1={at(plan)} x2={at(plan)} y2="12" strokeDasharray="3 2" className="stroke-2 stroke-ink" />
        )}
      </svg>
      {!isBare && (
        <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-xs">
          {placed.map((segment, index) => (
            <li key={segment.id} className="inline-flex items-center gap-1.5">
              <svg aria-hidden="true" width="8" height="8">
                <rect width="8" height="8" rx="2" className={TONE_FILL[toneOf(segment, index)]} />
              </svg>
              {segment.label} <span className="text-muted">{format(segment.value)}</span>
            </li>
          ))}
          <li className={isOver ? 'font-medium text-bad' : 'text-muted'}>{left}</li>
          {plan !== undefined && <li className="text-muted">plan {format(plan)}</li>}
        </ul>
      )}
    </figure>
  );
}
