import { z } from 'zod';
import { branchOf, type Change, type FileChange, type Person } from '#lib/domain/change/change.ts';
import { describeChange } from '#lib/domain/change/description.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { overallVerdict } from '#lib/domain/guardrail/guardrail.ts';
import { withoutMasked } from '#lib/domain/template/masked.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { PortalContext, Services, UserContext } from '#lib/portal/context.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { applyDefaults } from '#lib/templates/index.ts';
import { advanceChange } from './advance.ts';
import { type PreparedChange, prepareChange } from './prepare.ts';
import { saveChange } from './save.ts';

export const OpenChangeInput = z.strictObject({
  templateId: z.string().max(100),
  values: z.record(z.string(), z.unknown()),
  /** Made by the browser once for each form, so that a repeated submit is the same one. */
  idempotencyKey: z.uuid(),
});

/**
 * Makes a merge request of a form. The intent is recorded before the forge is asked; whatever happens then, the
 * change is there and goes on. Sent again, it is the same change; with other values, it updates the open one.
 */
export async function openChange(context: UserContext, input: unknown): Promise<Change> {
  const { services, actor } = context;
  const { templateId, values, idempotencyKey } = parseInput(OpenChangeInput, input);
  await authorize(context, 'change.open', { subjectKind: 'change', subjectId: idempotencyKey });
  const repeated = await services.store.changes.findByIdempotencyKey(idempotencyKey);
  if (repeated !== null) {
    if (repeated.requester.accountId !== actor.accountId) {
      throw new PortalError('conflict', 'This form was already sent by somebody else.');
    }
    if (isSameForm(services, repeated, templateId, values)) {
      return await advanceChange(services, repeated.id, context.requestId);
    }
  }
  // With other values it is another form, whatever its key says: an old tab may send it.
  const key = repeated === null ? idempotencyKey : services.newId();
  const prepared = await prepareToSend(services, templateId, values);
  const { findActiveBySlot } = services.store.changes;
  const known = await findActiveBySlot(services.repository.ref, prepared.slot);
  const id =
    known === null
      ? await beginChange(context, requesterOf(context), prepared, key)
      : await goOnFrom(context, known, prepared, { templateId, values, idempotencyKey: key });
  return await advanceChange(services, id, context.requestId);
}

/** Whether a form that was sent before is sent again as it was; masked values are not known any more. */
function isSameForm(
  services: Services,
  { origin, inputs }: Change,
  templateId: string,
  given: Readonly<Record<string, unknown>>,
): boolean {
  const template = services.templates.get(templateId);
  const isOfTemplate = origin.kind === 'template' && origin.templateId === templateId;
  // Of a template that is gone nothing can be made any more: then it is what it was.
  return (
    isOfTemplate && (template === undefined || isSame(withoutMasked(template, applyDefaults(template, given)), inputs))
  );
}

async function prepareToSend(
  services: Services,
  templateId: string,
  values: Readonly<Record<string, unknown>>,
): Promise<PreparedChange> {
  const preparation = await prepareChange(services, templateId, values);
  if ('errors' in preparation) {
    throw new PortalError('invalid-input', 'Some values cannot be used yet.', { fields: preparation.errors });
  }
  const { prepared } = preparation;
  if (overallVerdict(prepared.report.results) === 'fail') {
    throw new PortalError('refused', 'The guardrails refuse these files.', {
      suggestion: 'Look at the findings beside the form; each says how to mend it.',
    });
  }
  return prepared;
}

/** There is an open change of this name, unless others merged or closed its merge request since the portal looked last. */
async function goOnFrom(
  context: UserContext,
  known: Change,
  prepared: PreparedChange,
  { templateId, values, idempotencyKey }: z.infer<typeof OpenChangeInput>,
): Promise<string> {
  const { services, requestId } = context;
  await advanceChange(services, known.id, requestId);
  const active = await services.store.changes.findActiveBySlot(services.repository.ref, prepared.slot);
  if (active !== null) {
    return await updateChange(context, requesterOf(context), active, prepared);
  }
  // It ended, and what it brought may be in the repository now.
  return await beginChange(
    context,
    requesterOf(context),
    await prepareToSend(services, templateId, values),
    idempotencyKey,
  );
}

function requesterOf({ actor: { accountId, username, name } }: UserContext): Person {
  return { accountId, username, name };
}

/**
 * Records a new change; nothing is asked of the forge yet. Gives its id, or that of the one which the key has made before.
 * @param requester whose change it is, which is not who acts where the portal goes on with what they began
 */
export async function beginChange(
  context: PortalContext,
  requester: Person,
  prepared: PreparedChange,
  idempotencyKey: string,
): Promise<string> {
  const { services } = context;
  if (prepared.conflicts.length > 0) {
    throw new PortalError('conflict', 'Something of this name is there already.', { fields: prepared.conflicts });
  }
  const change = newChange(services, requester, prepared, idempotencyKey);
  try {
    await record(context, change);
  } catch (error) {
    // The same form may have been sent twice at once: then the other one is this one.
    const twin = await services.store.changes.findByIdempotencyKey(idempotencyKey);
    if (twin === null || twin.requester.accountId !== requester.accountId) {
      throw error;
    }
    return twin.id;
  }
  services.changeUpdated(change);
  return change.id;
}

/** The intent, before the forge is asked for anything. */
async function record(context: PortalContext, change: Change): Promise<void> {
  await context.services.store.transaction(async (repositories) => {
    await repositories.changes.create(change);
    await recordAudit(context, repositories, {
      action: 'change.open',
      subjectKind: 'change',
      subjectId: change.id,
      outcome: 'intent',
      detail: { title: change.title, slot: change.slot, base: change.baseSha },
    });
  });
}

function newChange(services: Services, requester: Person, prepared: PreparedChange, idempotencyKey: string): Change {
  const id = services.newId();
  const now = services.clock.now();
  return {
    id,
    idempotencyKey,
    phase: 'opening',
    requester,
    repository: services.repository.ref,
    targetBranch: services.repository.branch,
    baseSha: prepared.snapshot.sha,
    slot: prepared.slot,
    branch: branchOf(prepared.slot, id),
    ...contentOf(services, id, requester, prepared),
    mergeRequest: null,
    headSha: null,
    diffHash: null,
    evaluatedAgainst: null,
    contributors: [],
    contributorIds: [],
    report: null,
    statuses: null,
    merger: null,
    mergeSha: null,
    evidence: [],
    problem: null,
    createdAt: now,
    updatedAt: now,
    openedAt: null,
    mergedAt: null,
    finishedAt: null,
    revision: 0,
  };
}

/** Everything of a change that follows from the form, first time or again. */
function contentOf(services: Services, id: string, requester: Change['requester'], prepared: PreparedChange) {
  const { origin, inputs, title, intro, impact, report, changes } = prepared;
  return {
    title,
    description: describeChange({
      id,
      origin,
      requester,
      inputs,
      intro,
      impact,
      report,
      url: `${services.portalUrl}/changes/${id}`,
    }),
    origin,
    inputs,
    files: changes,
    paths: changes.map(({ path }) => path),
    subjects: impact.subjects,
  };
}

/** The same form sent again: the files of the open merge request become the new ones, in a commit on top. */
export async function updateChange(
  context: PortalContext,
  requester: Person,
  active: Change,
  prepared: PreparedChange,
): Promise<string> {
  const { services } = context;
  if (active.requester.accountId !== requester.accountId) {
    throw new PortalError('conflict', `${active.requester.name} has an open change for this name: "${active.title}".`, {
      suggestion: 'Choose another name, or look at that change.',
    });
  }
  if (active.phase === 'merging') {
    throw new PortalError('conflict', 'The open change for this name is being merged right now.');
  }
  const content = contentOf(services, active.id, active.requester, prepared);
  const files = [...content.files, ...(await undone(active, prepared))];
  await saveChange(
    context,
    { ...active, ...content, files, phase: 'opening', problem: null },
    { audit: { action: 'change.open', outcome: 'intent', detail: { title: content.title, update: true } } },
  );
  return active.id;
}

/** Files that the earlier form wrote and this one does not: back to what the base has, or gone. */
async function undone(active: Change, { changes, snapshot }: PreparedChange): Promise<FileChange[]> {
  const kept = new Set(changes.map(({ path }) => path));
  const dropped = active.files.filter(({ path }) => !kept.has(path));
  return await Promise.all(dropped.map(async ({ path }) => ({ path, content: await snapshot.read(path) })));
}
