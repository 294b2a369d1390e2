import { useMemo } from 'react';
import { GraphView } from '#components/patterns/graph/graph-view.tsx';
import type { LadderKey } from '#lib/domain/wave/ladder-key.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { GatedLadder } from '#lib/views/waves/ladders.ts';
import { graphOfWaves } from './graph-of-waves.ts';

export type WaveGraphProps = {
  ladder: GatedLadder;
  ladderKey: LadderKey;
  /** The applications that are known by row. */
  rows: readonly ApplicationRow[];
  waveHref: (wave: number) => string;
};

/** The same facts as the ladder, as a graph from the root. */
export function WaveGraph({ ladder, ladderKey, rows, waveHref }: WaveGraphProps) {
  const root = useMemo(() => graphOfWaves(ladderKey, ladder, rows, waveHref), [ladderKey, ladder, rows, waveHref]);
  return (
    <section className="min-w-0 rounded-lg border border-line bg-surface">
      <GraphView root={root} label="Waves as a graph" elsewhere="The table has all of them." />
    </section>
  );
}
