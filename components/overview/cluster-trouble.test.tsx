import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SourceState, SourceStatus } from '#lib/domain/source/source.ts';
import type { OverviewNode } from '#lib/views/overview/node.ts';
import { ClusterTrouble } from './cluster-trouble.tsx';
import { RoomCard } from './room-card.tsx';

const CLUSTERS = [
  { prefix: null, sources: ['hub/nodes', 'hub/pods'] },
  { prefix: 'edge', sources: ['edge/nodes', 'edge/pods'] },
];
const sources = (edge: SourceState): SourceStatus[] =>
  CLUSTERS.flatMap((cluster) => cluster.sources).map((id) => ({
    id,
    label: id,
    state: id.startsWith('edge/') ? edge : 'live',
    asOf: 0,
    since: 0,
  }));
const none = { cpuMillis: 0, memoryBytes: 0, extended: {} };
const node = (name: string): OverviewNode => ({
  id: name,
  name,
  ready: 'True',
  allocatable: none,
  taken: none,
  gpu: null,
});

/** What the card of the room says of each node, by what it calls it. */
function lines(edge: SourceState, clusters = CLUSTERS): string[] {
  const markup = renderToStaticMarkup(
    <RoomCard
      nodes={[node('node-1'), node('edge~node-1')]}
      pending={[]}
      trouble={null}
      troubleOf={(name) => <ClusterTrouble name={name} clusters={clusters} sources={sources(edge)} />}
    />,
  );
  return [...markup.matchAll(/>(node-1(?: in edge)?)<.*?(?=>node-1|$)/gs)].map(
    ([text, name]) => `${name} ${/data-freshness="(\w+)"/.exec(text)?.[1] ?? ''}`,
  );
}

it('marks the nodes of the cluster that is away, and no others', () => {
  expect(lines('stale').toSorted()).toEqual(['node-1 ', 'node-1 in edge stale']);
  expect(lines('live').toSorted()).toEqual(['node-1 ', 'node-1 in edge ']);
});

it('says nothing of the only cluster there is: the page does', () => {
  expect(lines('stale', CLUSTERS.slice(1)).toSorted()).toEqual(['node-1 ', 'node-1 in edge ']);
});
