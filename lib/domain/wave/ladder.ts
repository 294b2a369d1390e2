import type { Application } from '../application/application.ts';
import { type Reason, reasonOf } from './reason.ts';
import { isSettled, STANDINGS, type Standing, standingOf } from './settled.ts';

/** One wave: every application of it and how they stand. */
export type Rung = {
  wave: number;
  total: number;
  standings: Record<Standing, number>;
  state: 'settled' | 'holding' | 'waiting';
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

/** Lays applications out by wave, any integers, lowest first. Takes the children of one root. */
export function buildLadder(applications: Iterable<Application>): Ladder {
  const byWave = new Map<number, Application[]>();
  for (const application of applications) {
    const rung = byWave.get(application.wave);
    if (rung === undefined) {
      byWave.set(application.wave, [application]);
    } else {
      rung.push(application);
    }
  }
  const waves = [...byWave.keys()].sort((a, b) => a - b);
  const holdingWave = waves.find((wave) => !(byWave.get(wave) ?? []).every(isSettled));
  const rungs = waves.map((wave) => rungOf(wave, byWave.get(wave) ?? [], holdingWave));
  const total = rungs.reduce((sum, rung) => sum + rung.total, 0);
  return {
    rungs,
    total,
    settled: rungs.reduce((sum, rung) => sum + rung.standings.settled, 0),
    hold: holdingWave === undefined ? null : holdOf(holdingWave, byWave.get(holdingWave) ?? [], waves),
  };
}

function rungOf(wave: number, applications: readonly Application[], holdingWave: number | undefined): Rung {
  const standings: Record<Standing, number> = {
    failing: 0,
    moving: 0,
    'out-of-sync': 0,
    unknown: 0,
    suspended: 0,
    settled: 0,
  };
  for (const application of applications) {
    standings[standingOf(application)] += 1;
  }
  const state =
    holdingWave === undefined || wave < holdingWave ? 'settled' : wave === holdingWave ? 'holding' : 'waiting';
  return { wave, total: applications.length, standings, state };
}

function holdOf(wave: number, applications: readonly Application[], waves: readonly number[]): Hold | null {
  const unsettled = applications.filter((application) => !isSettled(application)).toSorted(byTrouble);
  const [worst] = unsettled;
  if (worst === undefined) {
    return null;
  }
  return {
    wave,
    application: worst.id,
    name: worst.name,
    reason: reasonOf(worst),
    others: unsettled.length - 1,
    waiting: waves.filter((other) => other > wave),
  };
}

/** Worst first, then by name, so that the order is the same every time. */
export function byTrouble(a: Application, b: Application): number {
  return (
    STANDINGS.indexOf(standingOf(a)) - STANDINGS.indexOf(standingOf(b)) ||
    (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  );
}
