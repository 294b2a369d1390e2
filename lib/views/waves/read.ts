import 'server-only';
import type { HealthStatus, SyncStatus } from '#lib/domain/application/application.ts';
import { type Gating, judgeGating } from '#lib/domain/wave/gating.ts';
import { buildLadder, type Ladder } from '#lib/domain/wave/ladder.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { defineView } from '../_shared/view.ts';
import { countStandings, type StandingCounts } from '../applications/count-standings.ts';
import { keptRowsOf } from '../applications/kept-rows.ts';
import { SelectionParams } from '../applications/read.ts';
import type { ApplicationRow } from '../applications/row.ts';
import { gateKnowledge } from './gate.ts';
import { rungChips } from './rung-chips.ts';

/** As many rows as a first screen shows; the browser asks for the rest when it is up. */
export const FIRST_ROWS = 20;

/** A ladder with whether its waves wait at all; null where there is nothing to order, or it is not known yet. */
export type GatedLadder = Ladder & { gating: Gating | null };

export type WavesData = {
  root: { id: string; name: string; sync: SyncStatus; health: HealthStatus } | null;
  ladder: GatedLadder;
  /** The applications that the rungs show first: the worst of each. */
  chips: ApplicationRow[];
  /** The first rows of the table, as the address selects and orders them. */
  rows: ApplicationRow[];
  matching: number;
  total: number;
  /** How many of all applications stand so; what none does is not in it. */
  standings: StandingCounts;
};

/** The ladder of the root's children, and the first rows of the table beside it. */
export const wavesView = defineView({
  name: 'waves',
  params: SelectionParams,
  async read(context, selection) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const { engine } = services;
    const position = services.live.position();
    const kept = keptRowsOf(services);
    const all = [...kept.all()];
    const { rows, matching } = kept.select(selection, FIRST_ROWS);
    const root = engine.applications.get(engine.root);
    const data: WavesData = {
      root: root === undefined ? null : { id: root.id, name: root.name, sync: root.sync, health: root.health },
      ladder: readLadder(services),
      chips: chipsOf(all),
      rows,
      matching,
      total: services.seenApplications.size,
      standings: countStandings(all),
    };
    return { data, sources: [engine.applications.source, engine.gate.source], position };
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
export function readLadder(services: Pick<Services, 'engine' | 'seenApplications'>): GatedLadder {
  const { engine, seenApplications } = services;
  const steps = [...keptRowsOf(services).steps()];
  const knowledge = gateKnowledge(engine.gate);
  const gating = knowledge === null ? null : judgeGating(steps, seenApplications.get(engine.root), knowledge);
  const reasonFor = (id: string) => {
    const application = seenApplications.get(id);
    if (application === undefined) {
      throw new RangeError('a step of the ladder is an application that is there');
    }
    return reasonOf(application);
  };
  return { ...buildLadder(steps, reasonFor, gating?.verdict !== 'creation-only'), gating };
}
