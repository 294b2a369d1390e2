import { z } from 'zod';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { engineApiOf } from '#lib/portal/engine-api.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';

export const RefreshApplicationInput = z.strictObject({ namespace: z.string().max(253), name: z.string().max(253) });

/**
 * Has the engine compare an application with git now. The portal asks the engine's API with GET; what the cluster is made
 * to be stays what git says. Off unless it is configured.
 */
export async function refreshApplication(context: UserContext, input: unknown): Promise<{ refreshed: string }> {
  const { services } = context;
  const { namespace, name } = parseInput(RefreshApplicationInput, input);
  const id = `${namespace}/${name}`;
  const subject = { subjectKind: 'application', subjectId: id } as const;
  await authorize(context, 'application.refresh', subject);
  const { engine, seenApplications, store } = services;
  const engineApi = engineApiOf(services.engineApi, id);
  if (!engineApi.isOn || !engineApi.mayRefresh) {
    throw new PortalError('refused', `This portal does not ask ${engine.name} to look at git.`, {
      suggestion: 'An administrator can allow it with argocd.refresh in portolan.yaml.',
    });
  }
  const application = seenApplications.get(id);
  if (application === undefined) {
    throw new PortalError('not-found', `There is no application ${name} in ${namespace}.`);
  }
  const record = (outcome: 'intent' | 'failed', detail: Record<string, unknown> = {}) =>
    recordAudit(context, store, { action: 'application.refresh', ...subject, outcome, detail });
  // Before it is asked, so that nothing is asked that is not recorded; that it was done changes nothing more.
  await record('intent');
  return await services.locks.run(`refresh:${id}`, async () => {
    try {
      await engineApi.details.refresh(application, new AbortController().signal);
    } catch (error) {
      const kind = error instanceof ExternalError ? error.kind : 'unexpected';
      await record('failed', { kind });
      if (error instanceof ExternalError) {
        throw new PortalError('unavailable', `${error.message}.`, { cause: error });
      }
      throw error;
    }
    return { refreshed: id };
  });
}
