import { PortalError } from '#lib/domain/error/portal-error.ts';
import { originOf, provenanceAnnotations } from '#lib/domain/gateway/origin.ts';
import type { GatewayRun, RunDraft } from '#lib/domain/gateway/run.ts';
import { annotated } from '#lib/domain/manifest/annotate.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import { subjectsOf } from '#lib/portal/subjects-of.ts';
import { conflictsOf } from '../change/conflicts.ts';
import { readingRefusal } from '../change/forge-refusal.ts';
import { checkFiles, type PreparedChange, prepareChange } from '../change/prepare.ts';
import { prepareEdits } from './prepare-edits.ts';

/** The draft of a run as a change, against the repository as it is now. Throws PortalError, ExternalError. */
export async function prepareRun(services: Services, run: GatewayRun, draft: RunDraft): Promise<PreparedChange> {
  const origin = originOf(run, draft.path);
  const slot = `ai-gateway/${run.appName}`;
  const annotations = provenanceAnnotations(run);
  if (draft.path.kind === 'template') {
    const preparation = await prepareChange(services, draft.path.templateId, draft.values, annotations);
    if ('errors' in preparation) {
      throw new PortalError('invalid-input', 'Some values cannot be used yet.', { fields: preparation.errors });
    }
    return { ...preparation.prepared, origin, slot };
  }
  try {
    const snapshot = await services.snapshots.head();
    if (draft.path.kind === 'edits') {
      return { ...(await prepareEdits(services, run, draft, snapshot)), origin, slot };
    }
    const files = draft.files.map(({ path, after }) => ({ path, content: annotated(after ?? '', annotations) }));
    const checked = await checkFiles(services, snapshot, files, landingFor(services, origin));
    const subjects = subjectsOf(
      services,
      services.repository.ref,
      files.map(({ path }) => path),
    );
    return {
      ...checked,
      impact: { ...checked.impact, subjects },
      origin,
      slot,
      inputs: { name: run.appName },
      title: `feat(${run.appName}): add ${run.appName}`,
      intro: run.prompt,
      notes: [],
      conflicts: conflictsOf(checked.files, checked.impact, { name: run.appName }, services.engine),
    };
  } catch (error) {
    throw readingRefusal(ownForge(services).host, error);
  }
}
