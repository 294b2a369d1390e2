import 'server-only';
import { z } from 'zod';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { HEALTH_CHECK_SNIPPET, withHealthCheck } from '#lib/domain/wave/health-check.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { HEALTH_CHECK_REPAIR } from '#lib/portal/repairs/health-check.ts';
import { findSettingsFile, severalInWords } from '#lib/portal/repairs/settings-file.ts';
import { defineView } from '../_shared/view.ts';

/** How waves that do not wait can be mended: by a change to a file, or by hand. */
export type GateRepairData = {
  repository: string;
  /** `mendable`: the portal can make the change. `there`: git has it already. `by-hand`: not surely, or not found. */
  state: 'mendable' | 'there' | 'by-hand';
  file: { path: string; url: string } | null;
  /** Why there is no file, or why it may be another one by now. */
  reason: string;
  /** The form of the change; null for those who may not propose one. */
  href: string | null;
  snippet: string;
};

/** Asked for when waves do not wait, because it asks the forge. */
export const gateRepairView = defineView({
  name: 'gate-repair',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'platform.view');
    const { services, actor } = context;
    const position = services.live.position();
    const data: GateRepairData = {
      repository: services.repository.ref.path,
      ...(await look(services)),
      href: isAllowed(actor, 'change.open') ? `/new/${HEALTH_CHECK_REPAIR.template.id}` : null,
      snippet: HEALTH_CHECK_SNIPPET,
    };
    return { data, sources: [], position };
  },
});

type Found = Pick<GateRepairData, 'state' | 'file' | 'reason'>;

/** What was found last, for as long as the repository cannot be looked at. */
const lastFound = new WeakMap<Services['snapshots'], Found>();

async function look(services: Services): Promise<Found> {
  const { repository, snapshots } = services;
  try {
    const found = await find(services);
    lastFound.set(snapshots, found);
    return found;
  } catch (error) {
    if (error instanceof ExternalError || error instanceof PortalError) {
      const reason = `${repository.ref.path} cannot be looked at now: ${error.message}.`;
      return { ...(lastFound.get(snapshots) ?? { state: 'by-hand', file: null }), reason };
    }
    throw error;
  }
}

async function find(services: Services): Promise<Found> {
  const { repository, snapshots } = services;
  const snapshot = await snapshots.head();
  const found = await findSettingsFile(services, snapshot);
  if (found.state === 'not-found') {
    const reason = `No file of ${repository.ref.path} that makes argocd-cm was found (${found.lookedAt} looked at).`;
    return { state: 'by-hand', file: null, reason };
  }
  if (found.state === 'ambiguous') {
    return { state: 'by-hand', file: null, reason: `In ${repository.ref.path}, ${severalInWords(found.paths)}.` };
  }
  const isMendable = found.state === 'missing' && withHealthCheck((await snapshot.read(found.path)) ?? '') !== null;
  const file = {
    path: found.path,
    url: ownForge(services).host.fileUrl(repository.ref.path, repository.branch, found.path),
  };
  return { state: isMendable ? 'mendable' : found.state === 'there' ? 'there' : 'by-hand', file, reason: '' };
}
