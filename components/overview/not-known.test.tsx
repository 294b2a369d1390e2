import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SourceState } from '#lib/domain/source/source.ts';
import type { OverviewData } from '#lib/views/overview/read.ts';
import { Overview } from './overview.tsx';

const viewer = { accountId: 'a', username: 'vic', name: 'Vic', groups: [], canApprove: false };
/** As the live line leaves it once nothing is told any more. */
const data: OverviewData = {
  ladder: null,
  nodes: [],
  pending: [],
  models: [],
  fleet: null,
  changes: [],
  standsOn: { ladder: ['applications'], room: ['nodes'], models: [], fleet: [], changes: ['changes'] },
  clusters: [{ prefix: null, sources: ['nodes'] }],
};

/** The titles of the cards of which nothing is known. */
function unknown(states: Record<string, SourceState>): string[] {
  const sources = ['applications', 'nodes', 'changes'].map((id) => {
    return { id, label: id, state: states[id] ?? ('live' as const), asOf: null, since: 0 };
  });
  const page = renderToStaticMarkup(<Overview data={data} sources={sources} viewer={viewer} />);
  const cards = page.split('<h2').slice(1);
  return cards.filter((card) => card.includes('Not known now')).map((card) => />([^<]*)<\/h2>/.exec(card)?.[1] ?? '');
}

it('never says that there is nothing where nothing is known', () => {
  const none = unknown({ applications: 'forbidden', nodes: 'forbidden', changes: 'starting' });
  expect(none).toEqual(['Delivery', 'Changes', 'Room on the nodes, by request', 'Runners']);
  expect(unknown({})).toEqual(['Delivery', 'Runners']);
});
