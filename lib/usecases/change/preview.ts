import { z } from 'zod';
import { policiesFor } from '#lib/domain/approval/policy.ts';
import type { Preview, PreviewFile } from '#lib/domain/change/preview.ts';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { ChangedFile } from '#lib/domain/guardrail/guardrail.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { PortalContext } from '#lib/portal/context.ts';
import { fitsOf } from '#lib/portal/fits-of.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { partsOf } from '#lib/portal/parts.ts';
import { type PreparedChange, prepareChange } from './prepare.ts';

export const PreviewChangeInput = z.strictObject({
  templateId: z.string().max(100),
  values: z.record(z.string(), z.unknown()),
});

/** Shows what a form would commit, before anything is sent. */
export async function previewChange(context: PortalContext, input: unknown): Promise<Preview> {
  await authorize(context, 'change.preview');
  const { templateId, values } = parseInput(PreviewChangeInput, input);
  const { services } = context;
  // Changes go to the first cluster.
  const watched = [services.engine.applications, services.nodes, services.pods].map(
    (collection) => partsOf<unknown>(collection)[0] ?? collection,
  );
  const sources = watched.map(({ source }) => source);
  const preparation = await prepareChange(services, templateId, values);
  if ('errors' in preparation) {
    return { errors: preparation.errors, result: null, sources };
  }
  const { prepared } = preparation;
  const active = await services.store.changes.findActiveBySlot(services.repository.ref, prepared.slot);
  const mine =
    active !== null && context.actor.kind === 'user' && active.requester.accountId === context.actor.accountId;
  return {
    errors: active === null ? prepared.conflicts : mine ? [] : [takenBy(active, prepared)],
    result: {
      title: prepared.title,
      branch: prepared.slot,
      base: { branch: services.repository.branch, sha: prepared.snapshot.sha, asOf: prepared.snapshot.asOf },
      files: prepared.files.map(toPreviewFile),
      notes: prepared.notes,
      report: prepared.report,
      impact: prepared.impact,
      fit: fitsOf(prepared.impact, services),
      approvals: policiesFor(services.policies, {
        repository: services.repository.ref,
        origin: prepared.origin,
        paths: prepared.files.map(({ path }) => path),
      }).map(({ id, required, groups, solo }) => ({ policy: id, required, groups, solo })),
      updates: mine ? { id: active.id, title: active.title, iid: active.mergeRequest?.iid ?? null } : null,
    },
    sources,
  };
}

function takenBy(active: { title: string; requester: { name: string } }, { slot, inputs }: PreparedChange): FieldError {
  const name = slot.split('/').at(-1);
  const field = Object.entries(inputs).find(([, value]) => value === name)?.[0] ?? '';
  return { path: field, message: `${active.requester.name} has an open change for this name: "${active.title}".` };
}

function toPreviewFile({ path, before, after }: ChangedFile): PreviewFile {
  return { path, before, after };
}
