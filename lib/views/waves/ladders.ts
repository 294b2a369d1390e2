import 'server-only';
import type { Application } from '#lib/domain/application/application.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { type Gating, judgeGating } from '#lib/domain/wave/gating.ts';
import { buildLadder, type Ladder } from '#lib/domain/wave/ladder.ts';
import { CONFIGURED, type LadderKey, type LadderTop, topOf, WITHOUT_ROOT } from '#lib/domain/wave/ladder-key.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import type { Services } from '#lib/portal/context.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import { partIn } from '#lib/portal/parts.ts';
import { keptRowsOf } from '../applications/kept-rows.ts';
import { gateKnowledge } from './gate.ts';

/** A ladder to choose: what stands at its top, and how many applications on it. */
export type LadderChoice = { key: LadderKey; kind: LadderTop['kind']; name: string; total: number };

/** The application at the top of a ladder. */
export type LadderRoot = Pick<Application, 'id' | 'name' | 'sync' | 'health'>;

export type GatedLadder = Ladder & {
  /** null where it has no application at its top, or that is not there. */
  root: LadderRoot | null;
  /** Whether its waves wait at all; null where there is nothing to order, or it is not known yet. */
  gating: Gating | null;
  /** Every ladder there is, the configured one first, those without a root last. */
  choices: LadderChoice[];
};

type Sources = Pick<Services, 'engine' | 'seenApplications'>;

/** More than anybody chooses from; the ladders with the most applications are those that are kept. */
const MOST_CHOICES = 50;

/** The ladder of everything that one root brings; of the configured one unless told. */
export function readLadder(services: Sources, key: LadderKey = CONFIGURED): GatedLadder {
  const { engine, seenApplications } = services;
  const steps = [...keptRowsOf(services).steps(key)];
  const top = topOf(key, engine.root);
  const knowledge = gateKnowledge(engineOf(engine, top.id).gate);
  const root = top.kind === 'application' ? seenApplications.get(top.id) : undefined;
  const gating = knowledge === null ? null : judgeGating(steps, root, knowledge, top.kind);
  const reasonFor = (id: string) => {
    const application = seenApplications.get(id);
    if (application === undefined) {
      throw new RangeError('a step of the ladder is an application that is there');
    }
    return reasonOf(application);
  };
  const gates = gating === null || gating.verdict === 'waits' || gating.verdict === 'unknown';
  return {
    ...buildLadder(steps, reasonFor, gates),
    root: root === undefined ? null : pickRoot(root),
    gating,
    choices: readChoices(services),
  };
}

/** The same where its applications are known, and null where they are not: that is no ladder without any. */
export function knownLadder(services: Sources, key: LadderKey = CONFIGURED): GatedLadder | null {
  const { applications, root } = services.engine;
  const top = topOf(key, root);
  // What nothing brings may be in any cluster.
  const own = top.kind === 'none' ? applications : partIn(applications, prefixOf(top.id));
  return own !== null && hasData(own.source) ? readLadder(services, key) : null;
}

function pickRoot({ id, name, sync, health }: Application): LadderRoot {
  return { id, name, sync, health };
}

/** Every ladder there is to choose. */
export function readChoices(services: Sources): LadderChoice[] {
  const { engine } = services;
  const found = new Map(keptRowsOf(services).ladders());
  found.set(CONFIGURED, found.get(CONFIGURED) ?? 0);
  return [...found]
    .map(([key, total]): LadderChoice => ({ key, total, ...namedTop(key, engine.root) }))
    .toSorted((a, b) => rankOf(a) - rankOf(b) || b.total - a.total || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_CHOICES)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a.name < b.name ? -1 : 1));
}

function namedTop(key: LadderKey, root: string): Pick<LadderChoice, 'kind' | 'name'> {
  const { kind, id } = topOf(key, root);
  const prefix = prefixOf(id);
  const name = id.slice(id.indexOf('/') + 1);
  return { kind, name: prefix === null ? name : `${name} in ${prefix}` };
}

function rankOf({ key }: LadderChoice): number {
  return key === CONFIGURED ? 0 : key === WITHOUT_ROOT ? 2 : 1;
}
