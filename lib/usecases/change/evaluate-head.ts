import { createHash } from 'node:crypto';
import type { Change, HeadFile } from '#lib/domain/change/change.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ChangedFile, GuardrailReport, GuardrailResult } from '#lib/domain/guardrail/guardrail.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { runGuardrails } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import type { FileDiff, Forge, MergeRequest } from '#lib/ports/forge.ts';
import { destinationsOf } from './destinations.ts';

/** A change of more files than this is not one that a form makes; it is not evaluated rather than half evaluated. */
const MOST_FILES = 200;
const PUSHERS_PATIENCE_MS = 5_000;
const PUSHERS_PAUSE_MS = 150;

export type HeadEvaluation = Pick<Change, 'contributors' | 'paths'> & {
  diffHash: string;
  report: GuardrailReport;
  files: HeadFile[];
};

/**
 * Runs the guardrails on what a merge request's head really holds, whoever pushed it. Files are read whole at that
 * commit: a forge leaves large diffs out, and an empty diff is not "no change".
 */
export async function evaluateHead(services: Services, change: Change, request: MergeRequest): Promise<HeadEvaluation> {
  const forge = services.portalForge;
  const repository = change.repository.path;
  const [diffs, contributors, snapshot] = await Promise.all([
    forge.diff(repository, request.iid),
    awaitPushers(services, change, request.headSha),
    services.snapshots.head(),
  ]);
  const at = services.clock.now();
  const paths = [...new Set(diffs.flatMap(({ path, oldPath }) => [oldPath, path]))];
  if (diffs.length > MOST_FILES) {
    const diffHash = hashOf(diffs.map(({ path, patch }) => [path, patch]));
    const report = { sha: request.headSha, at, results: [tooLarge(diffs.length)] };
    return { diffHash, contributors, paths, report, files: [] };
  }
  const files = (await Promise.all(diffs.map((diff) => readBothSides(forge, repository, request, diff)))).flat();
  const results = runGuardrails({
    files,
    repository: { paths: snapshot.paths, destinations: destinationsOf(services) },
    landing: services.guardrails.landing,
    schemas: services.schemas,
    privilegedNamespaces: services.guardrails.privilegedNamespaces,
  });
  return {
    diffHash: hashOf(files.map(({ path, before, after }) => [path, before, after])),
    contributors,
    paths,
    report: { sha: request.headSha, at, results },
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
): Promise<string[]> {
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

function tooLarge(count: number): GuardrailResult {
  return {
    id: 'size',
    title: 'Size of the change',
    verdict: 'not-evaluated',
    findings: [],
    reason: `The merge request changes ${count} files; more than ${MOST_FILES} are not looked at.`,
  };
}

/** A renamed file is one that goes and one that comes. */
async function readBothSides(
  forge: Forge,
  repository: string,
  request: MergeRequest,
  diff: FileDiff,
): Promise<ChangedFile[]> {
  const read = async (ref: string, path: string) => (await forge.readFile(repository, ref, path))?.content ?? null;
  const one = async (path: string): Promise<ChangedFile> => {
    const [before, after] = await Promise.all([read(request.baseSha, path), read(request.headSha, path)]);
    return { path, before, after, parsed: parseManifest(after ?? '') };
  };
  return await Promise.all([...new Set([diff.oldPath, diff.path])].map(one));
}

function hashOf(parts: readonly (readonly (string | null)[])[]): string {
  const ordered = parts.toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
