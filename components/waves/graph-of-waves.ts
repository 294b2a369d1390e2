import type { GraphMark, GraphNode } from '#components/patterns/graph/graph-node.ts';
import { healthLook, syncLook } from '#components/patterns/state/state-look.ts';
import type { LadderKey } from '#lib/domain/wave/ladder-key.ts';
import { STANDINGS } from '#lib/domain/wave/settled.ts';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { GatedLadder } from '#lib/views/waves/ladders.ts';
import { STANDING_LOOKS } from './standing-look.ts';

/**
 * A ladder as a graph: the root, its waves, and the applications of each.
 * @param rows the applications that are known by row
 */
export function graphOfWaves(
  key: LadderKey,
  { root, rungs }: Pick<GatedLadder, 'root' | 'rungs'>,
  rows: readonly ApplicationRow[],
  waveHref: (wave: number) => string,
): GraphNode {
  const byWave = Map.groupBy(
    rows.filter((row) => row.ladder === key),
    ({ wave }) => wave,
  );
  return {
    id: 'root',
    kind: root === null ? 'Ladder' : 'Root',
    name: root?.name ?? (key === '' ? 'root' : key),
    marks: root === null ? [] : statesOf(root),
    href: root === null ? null : `/applications/${root.id}`,
    trouble: 0,
    children: rungs.map(({ wave, total, state, standings }) => ({
      id: `wave ${wave}`,
      // Waves stand in their order, never as one of many.
      kind: `Wave ${wave}`,
      name: `${standings.settled} of ${total} delivered`,
      marks: state === 'holding' ? [{ icon: 'progressing', tone: 'busy', word: 'holds the ladder' }] : [],
      href: waveHref(wave),
      trouble: 0,
      children: (byWave.get(wave) ?? []).map(applicationNode),
    })),
  };
}

function applicationNode(row: ApplicationRow): GraphNode {
  const { icon, tone, word } = STANDING_LOOKS[row.standing];
  return {
    id: row.id,
    kind: 'Application',
    name: row.name,
    marks: [{ icon, tone, word, ...(row.reason === '' ? {} : { detail: row.reason }) }, ...statesOf(row)],
    href: `/applications/${row.id}`,
    // The last of them is `settled`, which is none.
    trouble: STANDINGS.length - 1 - STANDINGS.indexOf(row.standing),
    children: [],
  };
}

function statesOf({ health, sync }: Pick<ApplicationRow, 'health' | 'sync'>): GraphMark[] {
  return [healthLook(health), syncLook(sync)].map(({ icon, tone, word }) => ({ icon, tone, word }));
}
