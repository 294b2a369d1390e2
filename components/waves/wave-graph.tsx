import { useMemo } from 'react';
import { GraphView } from '#components/patterns/graph/graph-view.tsx';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { WavesData } from '#lib/views/waves/read.ts';
import { graphOfWaves } from './graph-of-waves.ts';

export type WaveGraphProps = {
  data: WavesData;
  /** The applications that are known by row. */
  rows: readonly ApplicationRow[];
  waveHref: (wave: number) => string;
};

/** The same facts as the ladder, as a graph from the root. */
export function WaveGraph({ data, rows, waveHref }: WaveGraphProps) {
  const root = useMemo(() => graphOfWaves(data, rows, waveHref), [data, rows, waveHref]);
  return (
    <section className="min-w-0 rounded-lg border border-line bg-surface">
      <GraphView root={root} label="Waves as a graph" />
    </section>
  );
}
