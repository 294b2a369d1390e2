import { createHash } from 'node:crypto';
import type { Change, HeadFile } from '#lib/domain/change/change.ts';
import { impactOf } from '#lib/domain/change/impact.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { ChangedFile, GuardrailReport, GuardrailResult } from '#lib/domain/guardrail/guardrail.ts';
import type { Notice } from '#lib/domain/guardrail/notice.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import { noticesOf, runGuardrails } from '#lib/guardrails/index.ts';
import type { Services } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import { subjectsOf } from '#lib/portal/subjects-of.ts';
import { watchedOf } from '#lib/portal/watched-repository.ts';
import type { ForgeUser } from '#lib/ports/forge.ts';
import { destinationsOf } from './destinations.ts';
import { MOST_CHARACTERS, readHead } from './read-head.ts';

/** A change of more files than this is not one that a form makes; it is not evaluated rather than half evaluated. */
const MOST_FILES = 200;
const PUSHERS_PATIENCE_MS = 5_000;
const PUSHERS_PAUSE_MS = 150;

export type HeadEvaluation = Pick<Change, 'contributors' | 'contributorIds' | 'paths' | 'subjects'> & {
  evaluatedAgainst: string;
  mergeBase: string;
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
  const forge = forgeOf(services, change.repository).portal;
  const repository = change.repository.path;
  const snapshot = await watchedOf(services, change).snapshots.head();
  const [comparison, pushers] = await Promise.all([
    forge.compare(repository, snapshot.sha, headSha),
    isOfFork(change) ? [] : awaitPushers(services, change, headSha),
  ]);
  const { files: diffs, isComplete } = comparison;
  const at = services.clock.now();
  const seen = {
    evaluatedAgainst: snapshot.sha,
    mergeBase: comparison.baseSha,
    contributors: [...new Set([...change.contributors, ...pushers.map(({ username }) => username)])],
    contributorIds: [...new Set([...change.contributorIds, ...pushers.map(({ id }) => id)])],
  };
  const paths = [...new Set(diffs.flatMap(({ path, oldPath }) => [oldPath, path]))];
  const refuse = (reason: string): HeadEvaluation => {
    const report = { sha: headSha, at, results: [tooLarge(reason)], notices: [unseen(reason)] };
    return { diffHash: hashOf([[headSha]]), ...seen, paths, subjects: change.subjects, report, files: [] };
  };
  if (!isComplete) {
    return refuse('The change is so large that the forge does not name all of its files.');
  }
  if (paths.length > MOST_FILES) {
    return refuse(`The merge request changes ${paths.length} files; more than ${MOST_FILES} are not looked at.`);
  }
  const shas = { before: comparison.baseSha, after: headSha };
  const files = await readHead(forge, change.repository, shas, diffs);
  if (files === null) {
    return refuse(`The files have more than ${MOST_CHARACTERS} characters in all; so many are not looked at.`);
  }
  const around = { paths: snapshot.paths, destinations: destinationsOf(services, change.repository) };
  const results = runGuardrails({
    files,
    repository: around,
    landing: landingFor(services, change.origin),
    schemas: services.schemas,
    privilegedNamespaces: services.guardrails.privilegedNamespaces,
  });
  if (isOfFork(change)) {
    results.push(unknownPushers());
  }
  return {
    diffHash: hashOf(files.map(({ path, before, after }) => [path, before, after])),
    ...seen,
    paths,
    subjects: change.origin.kind === 'forge' ? subjectsIn(services, change.repository, files) : change.subjects,
    report: { sha: headSha, at, results, notices: noticesOf({ files, repository: around }) },
    files: files.map(({ path, before, after }) => ({ path, before, after })),
  };
}

/**
 * Who pushed this head. A forge writes that down a moment after the push; until it has, nobody can say who may approve,
 * so the evaluation waits, and is tried again later when the forge takes longer.
 */
async function awaitPushers(
  services: Services,
  change: Change,
  headSha: string,
): Promise<Pick<ForgeUser, 'id' | 'username'>[]> {
  const { clock } = services;
  const { host, portal } = forgeOf(services, change.repository);
  for (let waitedMs = 0; ; waitedMs += PUSHERS_PAUSE_MS) {
    const pushers = await portal.pushers(change.repository.path, change.branch, headSha);
    if (pushers !== null) {
      return pushers;
    }
    if (waitedMs >= PUSHERS_PATIENCE_MS) {
      const message = 'it has not recorded yet who pushed the newest commit';
      throw new ExternalError({ provider: host.id, operation: 'read pushes', kind: 'unavailable', message });
    }
    await clock.sleep(PUSHERS_PAUSE_MS);
  }
}

function isOfFork({ origin }: Change): boolean {
  return origin.kind === 'forge' && origin.isFork;
}

/** Nobody said what it is about: that follows from what it changes. */
function subjectsIn(services: Services, repository: RepositoryRef, files: readonly ChangedFile[]): Change['subjects'] {
  const { subjects } = impactOf(files.flatMap(({ parsed }) => parsed.documents));
  const readers = subjectsOf(
    services,
    repository,
    files.map(({ path }) => path),
  );
  return [...new Map([...readers, ...subjects].map((subject) => [subject.application, subject])).values()];
}

/** Four eyes cannot be held where nobody knows whose two they are not. */
function unknownPushers(): GuardrailResult {
  return {
    id: 'pushers',
    title: 'Who pushed to it',
    verdict: 'not-evaluated',
    findings: [],
    reason:
      'Its branch is in another repository, whose pushes the portal cannot see. Push it to a branch of this one, or decide on the forge.',
  };
}

/** Nothing is said of what nobody looked at: that must not look as if there were nothing to say. */
function unseen(reason: string): Notice {
  return { topic: 'unread', file: '', line: null, object: 'All of it', message: `is not looked at: ${reason}` };
}

function tooLarge(reason: string): GuardrailResult {
  return { id: 'size', title: 'Size of the change', verdict: 'not-evaluated', findings: [], reason };
}

function hashOf(parts: readonly (readonly (string | null)[])[]): string {
  const ordered = parts.toSorted(([a = ''], [b = '']) => ((a ?? '') < (b ?? '') ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
