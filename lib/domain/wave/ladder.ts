import type { Application } from '../application/application.ts';
import { isPinned } from './pinned.ts';
import type { Reason } from './reason.ts';
import { isSettled, STANDINGS, type Standing, standingOf } from './settled.ts';

/** One wave: every application of it and how they stand. */
export type Rung = {
  wave: number;
  total: number;
  standings: Record<Standing, number>;
  /** `open`: not delivered, where the waves do not wait for each other. */
  state: 'settled' | 'holding' | 'waiting' | 'open';
};

/** The first rung, from the lowest wave up, that is not settled, and what it waits for. */
export type Hold = {
  wave: number;
  application: string;
  name: string;
  reason: Reason;
  others: number;
  waiting: number[];
};

export type Ladder = { rungs: Rung[]; total: number; settled: number; hold: Hold | null };

/** What a ladder is made of: of each application only what decides where it stands, because there may be thousands. */
export type Step = {
  id: string;
  name: string;
  wave: number;
  standing: Standing;
  isSettled: boolean;
  /** A source of it names a branch, HEAD or a range: what it brings changes without its root. */
  followsMoving: boolean;
  syncsItself: boolean;
  /** It has reported no health yet. */
  isSilent: boolean;
};

export function toStep(application: Application): Step {
  const { id, name, wave, sources, automated, health } = application;
  return {
    id,
    name,
    wave,
    standing: standingOf(application),
    isSettled: isSettled(application),
    followsMoving: sources.some((source) => !isPinned(source)),
    syncsItself: automated !== null,
    isSilent: health === 'Unknown',
  };
}

/**
 * Lays applications out by wave, any integers, lowest first. Takes the children of one root.
 * @param reasonFor what one of them that is not settled waits for
 * @param gates whether a wave waits for the one before; where none does, nothing is said to wait
 */
export function buildLadder(steps: Iterable<Step>, reasonFor: (id: string) => Reason, gates = true): Ladder {
  const byWave = Map.groupBy(steps, ({ wave }) => wave);
  const waves = [...byWave.keys()].sort((a, b) => a - b);
  const holdingWave = waves.find((wave) => byWave.get(wave)?.some((step) => !step.isSettled));
  const rungs = waves.map((wave) => rungOf(wave, byWave.get(wave) ?? [], gates ? holdingWave : null));
  const total = rungs.reduce((sum, rung) => sum + rung.total, 0);
  return {
    rungs,
    total,
    settled: rungs.reduce((sum, rung) => sum + rung.standings.settled, 0),
    hold:
      holdingWave === undefined
        ? null
        : holdOf(holdingWave, byWave.get(holdingWave) ?? [], gates ? waves : [], reasonFor),
  };
}

/** @param holdingWave undefined where all are settled; null where no wave waits for another */
function rungOf(wave: number, steps: readonly Step[], holdingWave: number | undefined | null): Rung {
  const standings: Record<Standing, number> = {
    failing: 0,
    moving: 0,
    'out-of-sync': 0,
    unknown: 0,
    suspended: 0,
    settled: 0,
  };
  for (const { standing } of steps) {
    standings[standing] += 1;
  }
  return { wave, total: steps.length, standings, state: stateOf(wave, steps, holdingWave) };
}

function stateOf(wave: number, steps: readonly Step[], holdingWave: number | undefined | null): Rung['state'] {
  if (holdingWave === null) {
    return steps.every(({ isSettled }) => isSettled) ? 'settled' : 'open';
  }
  return holdingWave === undefined || wave < holdingWave ? 'settled' : wave === holdingWave ? 'holding' : 'waiting';
}

function holdOf(
  wave: number,
  steps: readonly Step[],
  waves: readonly number[],
  reasonFor: (id: string) => Reason,
): Hold | null {
  const unsettled = steps.filter((step) => !step.isSettled).toSorted(byTrouble);
  const [worst] = unsettled;
  if (worst === undefined) {
    return null;
  }
  return {
    wave,
    application: worst.id,
    name: worst.name,
    reason: reasonFor(worst.id),
    others: unsettled.length - 1,
    waiting: waves.filter((other) => other > wave),
  };
}

/** Worst first, then by name, so that the order is the same every time. */
function byTrouble(a: Step, b: Step): number {
  return (
    STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
