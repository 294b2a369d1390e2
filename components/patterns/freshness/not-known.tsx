import { isWell, type SourceStatus, worstSource } from '#lib/domain/source/source.ts';
import { EmptyState } from '../empty-state.tsx';
import { FreshnessChip } from './freshness-chip.tsx';

export type NotKnownProps = {
  /** What it stands on. */
  sources: readonly SourceStatus[];
  title?: string;
};

/** In place of what nobody can tell now, so that it is not taken for none: why, and on a press since when and what to do. */
export function NotKnown({ sources, title = 'Not known now' }: NotKnownProps) {
  const trouble = sources.filter((source) => !isWell(source));
  const worst = worstSource(trouble);
  return (
    <EmptyState
      icon="unknown"
      title={title}
      hint={worst === undefined ? 'It is being read.' : [worst.label, worst.reason].filter(Boolean).join(': ')}
      action={<FreshnessChip sources={trouble} />}
    />
  );
}
