import type { ChangeOrigin } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { GatewayRun, RunDraft } from '#lib/domain/gateway/run.ts';
import type { Services } from '#lib/portal/context.ts';
import { landingFor } from '#lib/portal/gateway.ts';
import { conflictsOf } from '../change/conflicts.ts';
import { readingRefusal } from '../change/forge-refusal.ts';
import { checkFiles, type PreparedChange, prepareChange } from '../change/prepare.ts';
import { hashOf } from './ask.ts';
import { subjectsOf } from './subjects-of.ts';

/** The draft of a run as a change, against the repository as it is now. Throws PortalError, ExternalError. */
export async function prepareRun(services: Services, run: GatewayRun, draft: RunDraft): Promise<PreparedChange> {
  const origin = originOf(run, draft);
  const slot = `ai-gateway/${run.appName}`;
  if (draft.path.kind === 'template') {
    const preparation = await prepareChange(services, draft.path.templateId, draft.values);
    if ('errors' in preparation) {
      throw new PortalError('invalid-input', 'Some values cannot be used yet.', { fields: preparation.errors });
    }
    return { ...preparation.prepared, origin, slot };
  }
  try {
    const snapshot = await services.snapshots.head();
    const files = draft.files.map(({ path, content }) => ({ path, content: content ?? '' }));
    const checked = await checkFiles(services, snapshot, files, landingFor(services, origin));
    const subjects = subjectsOf(
      services,
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
    throw readingRefusal(services, error);
  }
}

export function originOf({ id, prompt, writer }: GatewayRun, { path }: Pick<RunDraft, 'path'>): ChangeOrigin {
  return {
    kind: 'ai',
    model: writer.model,
    modelDigest: writer.digest ?? '',
    runId: id,
    promptHash: hashOf(prompt),
    ...(path.kind === 'template' ? { templateId: path.templateId } : {}),
  };
}
