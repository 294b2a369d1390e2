import 'server-only';
import { z } from 'zod';
import type { HealthStatus, SyncStatus } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import type { Change, ChangeOrigin, Person } from '#lib/domain/change/change.ts';
import { impactOf } from '#lib/domain/change/impact.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { hasData } from '#lib/domain/source/source.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services } from '#lib/portal/context.ts';
import { defineView } from '../_shared/view.ts';

/** As many of the newest changes are looked through. */
const MOST_CHANGES = 500;

/** An object that a model wrote and a person let in. */
export type WrittenRow = {
  id: string;
  kind: string;
  namespace: string;
  name: string;
  /** The application that has it now; null where none is known to have it: it was taken out again, or is not there yet. */
  application: string | null;
  sync: SyncStatus | null;
  health: HealthStatus | null;
  model: string;
  /** SHA-256; '' where its server does not tell. */
  modelDigest: string;
  requester: Person;
  /** Who approved what was merged. */
  approvers: string[];
  mergedAt: number;
  changeId: string;
  changeTitle: string;
};

export type WrittenData = {
  rows: WrittenRow[];
  /** Whether it is known now what runs. */
  isKnown: boolean;
};

/** All objects that models wrote: by which model, who asked, who approved, and whether they run. */
export const gatewayWrittenView = defineView({
  name: 'gateway-written',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'change.view');
    const { services } = context;
    const position = services.live.position();
    const changes = await services.store.changes.listRecent(MOST_CHANGES);
    const rows = await Promise.all(changes.filter(isMerged).map((change) => rowsOf(services, change)));
    const { source } = services.engine.applications;
    // What a later change wrote anew is that one's; they come newest first.
    const newest = new Map(
      rows
        .flat()
        .toReversed()
        .map((row) => [row.id, row]),
    );
    const data: WrittenData = { rows: [...newest.values()].toReversed(), isKnown: hasData(source) };
    return { data, sources: [source], position };
  },
});

type MergedByModel = Change & { origin: Extract<ChangeOrigin, { kind: 'ai' }>; mergedAt: number };

function isMerged(change: Change): change is MergedByModel {
  return change.origin.kind === 'ai' && change.mergeSha !== null && change.mergedAt !== null;
}

async function rowsOf(services: Services, change: MergedByModel): Promise<WrittenRow[]> {
  const { store } = services;
  const [head, approvals] = await Promise.all([
    store.changes.findHead(change.id),
    store.approvals.listByChange(change.id),
  ]);
  const { objects } = impactOf((head?.files ?? []).flatMap(({ after }) => parseManifest(after ?? '').documents));
  const given = approvals.filter(({ sha, droppedAt }) => sha === change.headSha && droppedAt === null);
  return objects.map(({ kind, namespace, name }) => ({
    id: `${kind}/${namespace}/${name}`,
    kind,
    namespace,
    name,
    ...liveOf(services, change, { kind, namespace, name }),
    model: change.origin.model,
    modelDigest: change.origin.modelDigest,
    requester: change.requester,
    approvers: [...new Set(given.map(({ approver }) => approver.name))],
    mergedAt: change.mergedAt,
    changeId: change.id,
    changeTitle: change.title,
  }));
}

type Key = Pick<WrittenRow, 'kind' | 'namespace' | 'name'>;

/** The object among those of the applications that the change brought or altered. */
function liveOf(
  { engine, seenApplications }: Pick<Services, 'engine' | 'seenApplications'>,
  { subjects }: Change,
  key: Key,
): Pick<WrittenRow, 'application' | 'sync' | 'health'> {
  if (key.kind === 'Application') {
    const id = `${key.namespace}/${key.name}`;
    const own = engine.applications.get(id);
    return own === undefined ? NOWHERE : { application: id, sync: own.sync, health: own.health };
  }
  for (const { application: id } of subjects) {
    const application = seenApplications.get(id);
    const found = application?.resources.find((resource) => {
      const { kind, namespace, name } = asDeployed(application, resource);
      return kind === key.kind && name === key.name && (namespace === key.namespace || key.namespace === '');
    });
    if (found !== undefined) {
      return { application: id, sync: found.sync ?? null, health: found.health ?? null };
    }
  }
  return NOWHERE;
}

const NOWHERE = { application: null, sync: null, health: null } as const;
