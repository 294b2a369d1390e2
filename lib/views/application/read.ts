import 'server-only';
import { z } from 'zod';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import { deployedTo } from '#lib/domain/application/deployed.ts';
import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { SyncWindow } from '#lib/domain/sync-window/sync-window.ts';
import type { ChildHealthCheck } from '#lib/domain/wave/child-health.ts';
import { type LadderKey, toLadderKey } from '#lib/domain/wave/ladder-key.ts';
import { type Reason, reasonOf } from '#lib/domain/wave/reason.ts';
import { isSettled } from '#lib/domain/wave/settled.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { analysesOf } from '#lib/portal/analyses-of.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { Services, WatchedRepository } from '#lib/portal/context.ts';
import { isEditable } from '#lib/portal/edit-folders.ts';
import { engineApiOf } from '#lib/portal/engine-api.ts';
import { engineOf } from '#lib/portal/engine-of.ts';
import { partIn } from '#lib/portal/parts.ts';
import { podsOf } from '#lib/portal/pods-of.ts';
import { defineView } from '../_shared/view.ts';
import { keptRowsOf } from '../applications/kept-rows.ts';
import { gateKnowledge } from '../waves/gate.ts';

export type ApplicationPod = Pick<
  Pod,
  'id' | 'name' | 'phase' | 'ready' | 'nodeName' | 'reason' | 'message' | 'restarts' | 'createdAt'
>;

export type ApplicationData = {
  application: Application;
  reason: Reason | null;
  /**
   * The engine's own page, and that of one object of the application, with `{group}`, `{kind}`, `{namespace}` and `{name}` to
   * be filled in; and whether its API is asked.
   */
  engine: { name: string; url: string | null; objectUrl: string | null; isAsked: boolean };
  /** What the engine makes of the health of applications among its resources; null where that is not known. */
  childHealth: ChildHealthCheck | null;
  /**
   * The sync windows of its project, and when they were read; `known` is null where they cannot be read, with the reason.
   * `mayHaveMore`: those of a global project may count as well.
   */
  windows: { known: SyncWindow[] | null; reason: string; readAt: number; mayHaveMore: boolean };
  /** The ladder of the applications that this one brings; null where it brings none. */
  brings: { ladder: LadderKey; total: number } | null;
  /** The pods that belong to it, as far as their owners tell; null when unknown. */
  pods: ApplicationPod[] | null;
  /** What an analyser in the cluster found wrong with it. */
  analyses: Analysis[];
  /** Where each commit of it can be looked at, by commit. */
  commitUrls: Record<string, string>;
  /** Where the manifests of a source can be looked at, one for each source. */
  sourceUrls: (string | null)[];
  /** Changes that the portal made to it, newest first. */
  changes: { id: string; title: string; phase: string; at: number }[];
  /** Whether this person may have the engine look at git now. */
  mayRefresh: boolean;
  /** Whether this person may have it changed in words. */
  maySay: boolean;
  /** Which source tells whether it is there, by id. */
  source: string;
};

/** What is the same for everybody who looks. */
export type SharedApplicationData = Omit<ApplicationData, 'changes' | 'mayRefresh' | 'maySay' | 'source'>;

export const ApplicationParams = z.strictObject({ namespace: z.string().max(253), name: z.string().max(253) });

/** One application with everything that is known of it. */
export const applicationView = defineView({
  name: 'application',
  params: ApplicationParams,
  async read(context, { namespace, name }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const { engine, live, pods, changeRows, seenApplications } = services;
    const position = live.position();
    const application = seenApplications.get(`${namespace}/${name}`);
    const { source } = partIn(engine.applications, prefixOf(namespace)) ?? engine.applications;
    if (application === undefined) {
      throw new PortalError(
        hasData(source) ? 'not-found' : 'unavailable',
        hasData(source)
          ? `There is no application ${name} in ${namespace}.`
          : `Applications cannot be looked at now: ${source.reason ?? source.state}.`,
      );
    }
    const changes = [...changeRows.values()]
      .filter(({ applications }) => applications.includes(application.id))
      .map(({ id, title, phase, updatedAt }) => ({ id, title, phase, at: updatedAt }))
      .toSorted((a, b) => b.at - a.at);
    const engineApi = engineApiOf(services.engineApi, application.id);
    const mayRefresh = engineApi.isOn && engineApi.mayRefresh && isAllowed(context.actor, 'application.refresh');
    const maySay =
      services.gateway !== null && isAllowed(context.actor, 'gateway.ask') && isEditable(services, application);
    const shared = toApplicationData(services, application);
    const data: ApplicationData = { ...shared, changes, mayRefresh, maySay, source: source.id };
    const ofPods = partIn(pods, deployedTo(application));
    return { data, sources: [source, ...(ofPods === null ? [] : [ofPods.source])], position };
  },
});

/**
 * Everything of the page that follows from the platform alone.
 * @param application as the portal sees it
 */
export function toApplicationData(services: Services, application: Application): SharedApplicationData {
  const { watched } = services;
  const engine = engineOf(services.engine, application.id);
  const read = application.sources.map((source) =>
    watched.find(({ ref }) => engine.reads({ ...application, sources: [source] }, ref)),
  );
  return {
    application,
    reason: isSettled(application) ? null : reasonOf(application),
    engine: {
      name: engine.name,
      url: engine.linkTo(application),
      objectUrl: engine.objectLink(application),
      isAsked: engineApiOf(services.engineApi, application.id).isOn,
    },
    childHealth: childHealthOf(engine),
    windows: windowsOf(services, engine, application),
    brings: bringsOf(services, application),
    pods: shownPodsOf(services, application),
    analyses: analysesOf(services, application),
    commitUrls: commitUrlsOf(application, read),
    sourceUrls: application.sources.map(({ path: folder, targetRevision }, index) => {
      const repository = read[index];
      return repository === undefined || folder === undefined
        ? null
        : repository.forge.host.fileUrl(repository.ref.path, targetRevision, folder);
    }),
  };
}

/** Revisions stand in the order of the sources: each belongs to the repository of its own. */
function commitUrlsOf(
  { revisions, history }: Application,
  repositories: readonly (WatchedRepository | undefined)[],
): Record<string, string> {
  const urls: Record<string, string> = {};
  for (const each of [revisions, ...history.map((entry) => entry.revisions)]) {
    for (const [index, sha] of each.entries()) {
      const repository = repositories[index];
      if (repository !== undefined && /^[0-9a-f]{40,64}$/.test(sha)) {
        urls[sha] = repository.forge.host.commitUrl(repository.ref.path, sha);
      }
    }
  }
  return urls;
}

function childHealthOf(engine: Services['engine']): ChildHealthCheck | null {
  const knowledge = gateKnowledge(engine.gate);
  return knowledge?.state === 'read' ? knowledge.check : null;
}

const MINUTE_MS = 60_000;

/**
 * Projects live where the engine does, wherever the application is.
 * @param engine that of the application's cluster
 */
export function projectId({ root }: Services['engine'], name: string): string {
  return `${root.slice(0, root.indexOf('/'))}/${name}`;
}

function windowsOf(
  { clock }: Services,
  engine: Services['engine'],
  { project }: Application,
): ApplicationData['windows'] {
  const { source } = engine.projects;
  // In whole minutes, as schedules are: what did not change is not told again.
  const readAt = Math.floor(clock.now() / MINUTE_MS) * MINUTE_MS;
  if (!hasData(source)) {
    return { known: null, reason: source.reason ?? 'they have not been read yet.', readAt, mayHaveMore: false };
  }
  const found = engine.projects.get(projectId(engine, project));
  const mayHaveMore = [...engine.gate.values()].some(({ hasGlobalProjects }) => hasGlobalProjects);
  return { known: found?.windows ?? [], reason: '', readAt, mayHaveMore };
}

function bringsOf(services: Services, { id }: Application): ApplicationData['brings'] {
  const ladder = toLadderKey(id, services.engine.root);
  const total = keptRowsOf(services).ladders().get(ladder) ?? 0;
  return total === 0 ? null : { ladder, total };
}

function shownPodsOf(services: Services, application: Application): ApplicationPod[] | null {
  const pods = partIn(services.pods, deployedTo(application));
  if (pods === null || !hasData(pods.source)) {
    return null;
  }
  return podsOf(pods, application)
    .map(({ id, name, phase, ready, nodeName, reason, message, restarts, createdAt }) => {
      return { id, name, phase, ready, nodeName, reason, message, restarts, createdAt };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
