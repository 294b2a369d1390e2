import type { Application } from '../application/application.ts';
import type { ChildHealthCheck, GateKnowledge } from './child-health.ts';
import type { Step } from './ladder.ts';
import type { LadderTop } from './ladder-key.ts';
import { isPinned } from './pinned.ts';

/** A few by name, the others counted: there may be thousands. */
export type Some = { count: number; names: string[] };

/** Whether the waves of a ladder wait for each other, and what goes past them. */
export type Gating = {
  /**
   * `waits`: each wave waits for the one before. `creation-only`: they order who is made first, and nothing else.
   * `no-order`: what stands at the top does not look at waves.
   */
  verdict: 'waits' | 'creation-only' | 'no-order' | 'unknown';
  top: LadderTop['kind'];
  /** How it is known: from the engine's settings, or from what it writes of the applications below the root. */
  from: 'settings' | 'listing' | null;
  /** Why it is not known; null where it is. */
  unknown: { reason: string; remedy: string } | null;
  /** They follow a moving revision and sync by themselves: after they are made, their own commits come in no order. */
  unordered: Some;
  /** They follow a moving revision below a root that is pinned: what they bring is not what was pinned. */
  unpinned: Some;
  /** They report no health: with a check they hold their wave, without one nobody notices. */
  silent: Some;
  root: { name: string; revision: string } | null;
  total: number;
};

const MOST_NAMES = 3;

/**
 * Says whether the waves below a root wait at all. Null where there is nothing to order: one wave or none.
 * @param root undefined while it is not there, and where no application brings these
 */
export function judgeGating(
  steps: Iterable<Step>,
  root: Application | undefined,
  knowledge: GateKnowledge,
  top: LadderTop['kind'] = 'application',
): Gating | null {
  const unordered = none();
  const unpinned = none();
  const silent = none();
  const waves = new Set<number>();
  const isRootPinned = root !== undefined && root.sources.length > 0 && root.sources.every(isPinned);
  let total = 0;
  for (const step of steps) {
    total += 1;
    waves.add(step.wave);
    add(unordered, step, step.followsMoving && step.syncsItself);
    add(unpinned, step, step.followsMoving && isRootPinned);
    add(silent, step, step.isSilent);
  }
  if (waves.size < 2) {
    return null;
  }
  return {
    ...(top === 'application' ? verdictOf(knowledge, root) : NO_ORDER),
    top,
    unordered,
    unpinned,
    silent,
    root: root === undefined ? null : { name: root.name, revision: root.sources[0]?.targetRevision ?? '' },
    total,
  };
}

type Verdict = Pick<Gating, 'verdict' | 'from' | 'unknown'>;

/** Settings that can be read decide. Without them, what the engine lists of the children tells it as well. */
function verdictOf(knowledge: GateKnowledge, root: Application | undefined): Verdict {
  if (knowledge.state === 'read') {
    return knowledge.check === 'own'
      ? { verdict: 'unknown', from: 'settings', unknown: OWN_CHECK }
      : { verdict: VERDICTS[knowledge.check], from: 'settings', unknown: null };
  }
  const listed = root === undefined ? null : listedCheck(root);
  if (listed !== null) {
    return { verdict: VERDICTS[listed], from: 'listing', unknown: null };
  }
  return { verdict: 'unknown', from: null, unknown: knowledge.state === 'absent' ? NO_SETTINGS : knowledge };
}

const NO_ORDER: Verdict = { verdict: 'no-order', from: null, unknown: null };

const VERDICTS = { 'passes-on': 'waits', none: 'creation-only' } as const;

const OWN_CHECK = {
  reason: 'argocd-cm has a health check of its own for applications, which does not read the health they report',
  remedy: 'Read the check in argocd-cm: waves wait only where it passes on obj.status.health.status.',
};

const NO_SETTINGS = {
  reason: 'there is no argocd-cm where Argo CD is said to be',
  remedy: 'Check clusters[].argocd.namespace in portolan.yaml.',
};

/**
 * An engine that judges applications writes a health beside each that it lists; one that does not, writes none. Null
 * where it writes health nowhere, or lists none yet.
 */
function listedCheck(root: Application): Exclude<ChildHealthCheck, 'own'> | null {
  if (root.resourceHealth === 'tree') {
    return null;
  }
  const listed = root.resources.filter(
    ({ kind, group, sync }) => kind === 'Application' && group === 'argoproj.io' && sync === 'Synced',
  );
  return listed.length === 0 ? null : listed.some(({ health }) => health !== undefined) ? 'passes-on' : 'none';
}

function none(): Some {
  return { count: 0, names: [] };
}

function add(some: Some, { name }: Step, isOne: boolean): void {
  if (isOne) {
    some.count += 1;
    if (some.names.length < MOST_NAMES) {
      some.names.push(name);
    }
  }
}
