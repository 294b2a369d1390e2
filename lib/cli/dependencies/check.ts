import type { StepResult } from '../run-step.ts';
import { installedLicence, installedPlaces } from './installed.ts';
import { readLock, readManifest } from './lock.ts';
import { advisories, run, youngVersions } from './registry.ts';
import { licenceProblems, scriptProblems, sourceProblems, versionProblems } from './rules.ts';

/** Looks at everything that is installed: where it comes from, what it may run, under which licence, and what is known against it. */
export async function checkDependencies(dir: string): Promise<StepResult> {
  const startedAt = performance.now();
  const [manifest, lock] = [readManifest(dir), readLock(dir)];
  const installed = installedPlaces(dir, lock.entries);
  const asked = await Promise.all([advisories(run), youngVersions(lock, run, Date.now())]);
  const problems = [
    ...versionProblems(manifest, lock),
    ...sourceProblems(lock, installed),
    ...scriptProblems(manifest, lock, installed),
    ...licenceProblems(lock, (entry) => installedLicence(dir, entry)),
    ...asked.flatMap((finding) => finding.problems),
  ];
  const notes = asked.flatMap(({ notChecked }) => (notChecked === undefined ? [] : [`not checked: ${notChecked}`]));
  const seconds = (performance.now() - startedAt) / 1000;
  return { ok: problems.length === 0, output: problems.join('\n'), notes, seconds };
}
