import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import { countKnown } from './cluster-standing.ts';

const CLUSTERS = [
  { prefix: null, sources: ['hub/nodes', 'hub/pods'] },
  { prefix: 'edge', sources: ['edge/nodes', 'edge/pods'] },
];
const known = (...states: SourceState[]) =>
  countKnown(
    CLUSTERS,
    CLUSTERS.flatMap(({ sources }) => sources).map((id, at) => {
      return { id, label: id, state: states[at] ?? 'live', asOf: null, since: 0 };
    }),
  );

it.each<[SourceState[], number]>([
  [['live', 'live', 'live', 'live'], 2],
  [['forbidden', 'live', 'live', 'stale'], 1],
  [['starting', 'starting', 'starting', 'starting'], 0],
  [['live', 'forbidden', 'absent', 'live'], 0],
])('%j', (states, expected) => {
  expect(known(...states)).toBe(expected);
});
