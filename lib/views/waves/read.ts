import 'server-only';
import { z } from 'zod';
import type { HealthStatus, SyncStatus } from '#lib/domain/application/application.ts';
import { buildLadder, type Ladder } from '#lib/domain/wave/ladder.ts';
import { STANDINGS, type Standing } from '#lib/domain/wave/settled.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { defineView } from '../_shared/view.ts';
import { type ApplicationRow, toApplicationRow } from '../applications/row.ts';
import { APPLICATION_SORTS, selectRows } from '../applications/select-rows.ts';
import { rungChips } from './rung-chips.ts';

/** As many rows as a first screen shows; the browser asks for the rest when it is up. */
export const FIRST_ROWS = 20;

export type WavesData = {
  root: { id: string; name: string; sync: SyncStatus; health: HealthStatus } | null;
  ladder: Ladder;
  /** The applications that the rungs show first: the worst of each. */
  chips: ApplicationRow[];
  /** The first rows of the table, as the address selects and orders them. */
  rows: ApplicationRow[];
  matching: number;
  total: number;
};

export const WavesParams = z.strictObject({
  search: z.string().max(200).default(''),
  standings: z.array(z.enum(STANDINGS as [Standing, ...Standing[]])).default([]),
  waves: z.array(z.int()).max(100).default([]),
  sort: z.enum(APPLICATION_SORTS).default('trouble'),
  descending: z.boolean().default(false),
});

/** The ladder of the root's children, and the first rows of the table beside it. */
export const wavesView = defineView({
  name: 'waves',
  params: WavesParams,
  async read(context, selection) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const { engine } = services;
    const position = services.live.position();
    const all = [...services.seenApplications.values()].map((application) =>
      toApplicationRow(application, engine.root),
    );
    const rows = selectRows(all, selection);
    const root = engine.applications.get(engine.root);
    const data: WavesData = {
      root: root === undefined ? null : { id: root.id, name: root.name, sync: root.sync, health: root.health },
      ladder: readLadder(services),
      chips: chipsOf(all),
      rows: rows.slice(0, FIRST_ROWS),
      matching: rows.length,
      total: all.length,
    };
    return { data, sources: [engine.applications.source], position };
  },
});

/** The rows that the ladder shows before all of them are in the browser. */
function chipsOf(rows: readonly ApplicationRow[]): ApplicationRow[] {
  const byWave = Map.groupBy(
    rows.filter(({ onLadder }) => onLadder),
    ({ wave }) => wave,
  );
  // What no chip shows before the rows themselves are there stays behind: it would be half of the page.
  return [...byWave.values()].flatMap((rung) =>
    rungChips(rung, rung.length).map((row) => ({ ...row, reason: '', since: null, revision: '', destination: '' })),
  );
}

/** The ladder of everything that the root application brings. */
export function readLadder({ engine, seenApplications }: Pick<Services, 'engine' | 'seenApplications'>): Ladder {
  const children = [...engine.applications.values()].filter(({ parent }) => parent === engine.root);
  return buildLadder(children.flatMap(({ id }) => seenApplications.get(id) ?? []));
}
