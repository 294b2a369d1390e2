import { PortalError } from '#lib/domain/error/portal-error.ts';
import { originOf, provenanceAnnotations } from '#lib/domain/gateway/origin.ts';
import type { GatewayRun, RunDraft } from '#lib/domain/gateway/run.ts';
import { isSameJson } from '#lib/domain/json-schema/value-checks.ts';
import { annotated } from '#lib/domain/manifest/annotate.ts';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { addObjects, applyEdits, type PartEdit, type WrittenEdits, withEdits } from '#lib/gateway/index.ts';
import type { Services } from '#lib/portal/context.ts';
import { requireEditable } from '#lib/portal/edit-folders.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import type { RepositorySnapshot } from '#lib/portal/repository-snapshots.ts';
import { subjectsOf } from '#lib/portal/subjects-of.ts';
import { checkFiles, type PreparedChange } from '../change/prepare.ts';
import { readEditable } from './editable.ts';
import { roomForMore } from './room-for-more.ts';

/** What a draft of edits is made of, as it keeps that. */
export function editsOf({ values }: Pick<RunDraft, 'values'>): WrittenEdits {
  return {
    edits: (values.edits ?? []) as PartEdit[],
    add: fieldsOf(values.add),
    added: (values.added ?? []) as WrittenEdits['added'],
  };
}

/**
 * Makes the objects of a draft anew from what the model named, on what is there now: they have to be the same, or what they
 * lead to, or where they go, is not what it was. Throws PortalError.
 */
async function demandSame(services: Services, run: GatewayRun, draft: RunDraft, snapshot: RepositorySnapshot) {
  const { edits, add, added } = editsOf(draft);
  if (added.length === 0) {
    return;
  }
  const editable = requireEditable(services, run.edits ?? '');
  const { objects } = await readEditable(services, editable, snapshot);
  const room = await roomForMore(services, editable.application, objects, snapshot);
  const made = room === null ? null : addObjects(add, withEdits(objects, edits), room);
  if (made === null || 'problem' in made || !isSameJson(made.added, added)) {
    const nowhere = `Nothing tells surely where new objects of ${run.appName} would be delivered from now.`;
    const changed = `What ${run.appName} is made of is not what it was.`;
    const what = made === null ? nowhere : 'problem' in made ? made.problem : changed;
    throw new PortalError('conflict', `What was to be added does not fit any more. ${what}`, {
      suggestion: 'Ask again: what is there now is read anew.',
    });
  }
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
  for (const { path, before } of draft.files) {
    if ((await snapshot.read(path)) !== before) {
      const what = before === null ? 'was added by somebody else' : 'was changed';
      throw new PortalError('conflict', `${path} ${what} since this was written.`, {
        suggestion: 'Ask again: what is there now is read anew.',
      });
    }
  }
  await demandSame(services, run, draft, snapshot);
  const annotations = provenanceAnnotations(run);
  const found = new Map(draft.files.flatMap(({ path, before }) => (before === null ? [] : [[path, before]])));
  const { edits, added } = editsOf(draft);
  const applied = applyEdits(found, edits, annotations);
  if ('problem' in applied) {
    throw new PortalError('refused', applied.problem, {
      suggestion: 'Ask in other words, or change the file by hand.',
    });
  }
  const landing = landingFor(services, originOf(run, draft.path));
  const files = [
    ...applied.files.map(({ path, after }) => ({ path, content: after })),
    ...added.map(({ path, content }) => ({ path, content: annotated(content, annotations) })),
  ];
  const checked = await checkFiles(services, snapshot, files, landing);
  const subjects = subjectsOf(
    services,
    services.repository.ref,
    files.map(({ path }) => path),
  );
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
