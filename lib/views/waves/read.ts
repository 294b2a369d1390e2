import 'server-only';
import { type LadderKey, type LadderTop, toLadderKey, topOf } from '#lib/domain/wave/ladder-key.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import { statesOf } from '#lib/portal/parts.ts';
import { defineView } from '../_shared/view.ts';
import { countStandings, type StandingCounts } from '../applications/count-standings.ts';
import { keptRowsOf } from '../applications/kept-rows.ts';
import { SelectionParams } from '../applications/read.ts';
import type { ApplicationRow } from '../applications/row.ts';
import { type GatedLadder, knownLadder, type LadderChoice, readChoices } from './ladders.ts';
import { rungChips } from './rung-chips.ts';

/** As many rows as a first screen shows; the browser asks for the rest when it is up. */
export const FIRST_ROWS = 20;

export type WavesData = {
  /** Which ladder this is. */
  key: LadderKey;
  kind: LadderTop['kind'];
  /** null while its applications are not known. */
  ladder: GatedLadder | null;
  /** The other ladders to choose where this one is not known: a ladder brings its own. */
  choices: LadderChoice[];
  /** The applications that the rungs show first: the worst of each. */
  chips: ApplicationRow[];
  /** The first rows of the table, as the address selects and orders them. */
  rows: ApplicationRow[];
  matching: number;
  total: number;
  /** How many of all applications stand so; what none does is not in it. */
  standings: StandingCounts;
  /** The sources that tell of applications, by id. */
  standsOn: string[];
};

/** The ladder of a root's children, and the first rows of the table beside it. */
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
    const applications = statesOf(engine.applications);
    const { rows, matching } = kept.select(selection, FIRST_ROWS);
    const key = toLadderKey(selection.ladder, engine.root);
    const top = topOf(key, engine.root);
    const ladder = knownLadder(services, key);
    const data: WavesData = {
      key,
      kind: top.kind,
      ladder,
      choices: ladder === null ? readChoices(services) : [],
      chips: chipsOf(all, key),
      rows,
      matching,
      total: services.seenApplications.size,
      standings: countStandings(all),
      standsOn: applications.map(({ id }) => id),
    };
    return { data, sources: [...applications, engineOf(engine, top.id).gate.source], position };
  },
});

/** The rows that the ladder shows before all of them are in the browser. */
function chipsOf(rows: readonly ApplicationRow[], key: LadderKey): ApplicationRow[] {
  const byWave = Map.groupBy(
    rows.filter(({ ladder }) => ladder === key),
    ({ wave }) => wave,
  );
  // What no chip shows before the rows themselves are there stays behind: it would be half of the page.
  return [...byWave.values()].flatMap((rung) =>
    rungChips(rung, rung.length).map((row) => ({ ...row, reason: '', since: null, revision: '', destination: '' })),
  );
}
