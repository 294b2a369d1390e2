import { PortalError } from '#lib/domain/error/portal-error.ts';
import { originOf, provenanceAnnotations } from '#lib/domain/gateway/origin.ts';
import type { GatewayRun, RunDraft } from '#lib/domain/gateway/run.ts';
import { applyEdits, type PartEdit } from '#lib/gateway/index.ts';
import type { Services } from '#lib/portal/context.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { subjectsOf } from '#lib/portal/subjects-of.ts';
import { checkFiles, type PreparedChange } from '../change/prepare.ts';

/** The edits of a draft, as the draft keeps them. */
export function editsOf({ values }: Pick<RunDraft, 'values'>): PartEdit[] {
  return (values.edits ?? []) as PartEdit[];
}

/**
 * A draft that changes what is there, made on the files as it found them. Where git says otherwise by now, it is not made: what
 * somebody else wrote meanwhile is nothing that the words were about. Throws PortalError.
 */
export async function prepareEdits(
  services: Services,
  run: GatewayRun,
  draft: RunDraft,
  snapshot: RepositorySnapshot,
): Promise<Omit<PreparedChange, 'origin' | 'slot'>> {
  const found = new Map(draft.files.map(({ path, before }) => [path, before ?? '']));
  for (const [path, before] of found) {
    if ((await snapshot.read(path)) !== before) {
      throw new PortalError('conflict', `${path} was changed since this was written.`, {
        suggestion: 'Ask again: what is there now is read anew.',
      });
    }
  }
  const applied = applyEdits(found, editsOf(draft), provenanceAnnotations(run));
  if ('problem' in applied) {
    throw new PortalError('refused', applied.problem, {
      suggestion: 'Ask in other words, or change the file by hand.',
    });
  }
  const landing = landingFor(services, originOf(run, draft.path));
  const files = applied.files.map(({ path, after }) => ({ path, content: after }));
  const checked = await checkFiles(services, snapshot, files, landing);
  const subjects = subjectsOf(services, [...found.keys()]);
  return {
    ...checked,
    impact: { ...checked.impact, subjects },
    inputs: { name: run.appName },
    title: `feat(${run.appName}): change ${run.appName}`,
    intro: run.prompt,
    notes: [],
    conflicts: [],
  };
}
