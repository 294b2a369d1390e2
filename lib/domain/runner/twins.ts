import type { Runner } from './runner.ts';

/**
 * The fleet with each machine once: GitHub lists the runners of a scale set by themselves, too, for as long as they
 * live. What the scale set tells of them is more, so those that it names are left out, and those of a cluster that
 * nobody can see stay.
 */
export function withoutTwins(runners: readonly Runner[]): Runner[] {
  const named = new Set(
    runners.filter(({ kind }) => kind === 'scale-set').flatMap(({ managers }) => managers.map(({ name }) => name)),
  );
  return runners.filter(({ forge, kind, name }) => forge !== 'github' || kind === 'scale-set' || !named.has(name));
}
