import { createHash } from 'node:crypto';
import type { Change, HeadFile } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ChangedFile, GuardrailReport, GuardrailResult } from '#lib/domain/guardrail/guardrail.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import { runGuardrails } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import type { FileDiff, Forge, ForgeUser } from '#lib/ports/forge.ts';
import { destinationsOf } from './destinations.ts';

/** A change of more files than this is not one that a form makes; it is not evaluated rather than half evaluated. */
const MOST_FILES = 200;
const PUSHERS_PATIENCE_MS = 5_000;
const PUSHERS_PAUSE_MS = 150;

export type HeadEvaluation = Pick<Change, 'contributors' | 'contributorIds' | 'paths'> & {
  diffHash: string;
  report: GuardrailReport;
  files: HeadFile[];
};

/**
 * Runs the guardrails on what a head really brings to the target branch, whoever pushed it and wherever its merge request
 * goes at the moment. Files are read whole at that commit: a forge leaves large diffs out, and an empty diff is not "no
 * change".
 */
export async function evaluateHead(services: Services, change: Change, headSha: string): Promise<HeadEvaluation> {
  const forge = services.portalForge;
  const repository = change.repository.path;
  const snapshot = await services.snapshots.head();
  const [comparison, pushers] = await Promise.all([
    forge.compare(repository, snapshot.sha, headSha),
    awaitPushers(services, change, headSha),
  ]);
  const { files: diffs, isComplete } = comparison;
  const at = services.clock.now();
  const people = {
    contributors: [...new Set([...change.contributors, ...pushers.map(({ username }) => username)])],
    contributorIds: [...new Set([...change.contributorIds, ...pushers.map(({ id }) => id)])],
  };
  const paths = [...new Set(diffs.flatMap(({ path, oldPath }) => [oldPath, path]))];
  if (diffs.length > MOST_FILES || !isComplete) {
    const diffHash = hashOf([[headSha]]);
    const report = { sha: headSha, at, results: [tooLarge(diffs.length, isComplete)] };
    return { diffHash, ...people, paths, report, files: [] };
  }
  const shas = { before: comparison.baseSha, after: headSha };
  const files = await Promise.all(paths.map((path) => readBothSides(forge, change.repository, shas, path, diffs)));
  const results = runGuardrails({
    files,
    repository: { paths: snapshot.paths, destinations: destinationsOf(services) },
    landing: services.guardrails.landing,
    schemas: services.schemas,
    privilegedNamespaces: services.guardrails.privilegedNamespaces,
  });
  return {
    diffHash: hashOf(files.map(({ path, before, after }) => [path, before, after])),
    ...people,
    paths,
    report: { sha: headSha, at, results },
    files: files.map(({ path, before, after }) => ({ path, before, after })),
  };
}

/**
 * Who pushed this head. A forge writes that down a moment after the push; until it has, nobody can say who may approve,
 * so the evaluation waits, and is tried again later when the forge takes longer.
 */
async function awaitPushers(
  { portalForge, clock, forge }: Services,
  change: Change,
  headSha: string,
): Promise<Pick<ForgeUser, 'id' | 'username'>[]> {
  const giveUpAt = clock.now() + PUSHERS_PATIENCE_MS;
  for (;;) {
    const pushers = await portalForge.pushers(change.repository.path, change.branch, headSha);
    if (pushers !== null) {
      return pushers;
    }
    if (clock.now() >= giveUpAt) {
      const message = 'it has not recorded yet who pushed the newest commit';
      throw new ExternalError({ provider: forge.id, operation: 'read pushes', kind: 'unavailable', message });
    }
    await clock.sleep(PUSHERS_PAUSE_MS);
  }
}

function tooLarge(count: number, isComplete: boolean): GuardrailResult {
  return {
    id: 'size',
    title: 'Size of the change',
    verdict: 'not-evaluated',
    findings: [],
    reason: isComplete
      ? `The merge request changes ${count} files; more than ${MOST_FILES} are not looked at.`
      : 'The change is so large that the forge does not name all of its files.',
  };
}

/** A renamed file is one that goes and one that comes. What cannot be read although it is there is no file that goes. */
async function readBothSides(
  forge: Forge,
  repository: RepositoryRef,
  shas: { before: string; after: string },
  path: string,
  diffs: readonly FileDiff[],
): Promise<ChangedFile> {
  const diff = diffs.find((each) => each.path === path && each.change !== 'deleted');
  const read = async (ref: string) => (await forge.readFile(repository.path, ref, path))?.content ?? null;
  if (diff !== undefined && diff.entry !== 'file') {
    const after = '';
    return { path, before: await read(shas.before), after, parsed: parseManifest(after), entry: diff.entry };
  }
  const [before, after] = await Promise.all([read(shas.before), read(shas.after)]);
  if ((after === null) !== (diff === undefined)) {
    const message = `it does not say the same of ${path.slice(0, 120)} twice`;
    const operation = 'read the change';
    throw new ExternalError({ provider: repository.forgeId, operation, kind: 'invalid-response', message });
  }
  return { path, before, after, parsed: parseManifest(after ?? '') };
}

function hashOf(parts: readonly (readonly (string | null)[])[]): string {
  const ordered = parts.toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
