import type { Application } from '#lib/domain/application/application.ts';
import type { Change, DeliveryEvidence } from '#lib/domain/change/change.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { isSettled } from '#lib/domain/wave/settled.ts';
import type { PortalContext, Services } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { seenApplication } from '#lib/portal/seen-application.ts';
import { saveChange } from './save.ts';

/**
 * Follows a merged change until every application it is about runs the merge commit, synced and healthy, and keeps
 * what was seen as evidence. A delivery that failed is followed further: it may be mended by another change.
 */
export async function followDelivery(context: PortalContext, change: Change): Promise<Change> {
  const { services } = context;
  const seen = await Promise.all(subjectsOf(change, services).map((id) => evidenceOf(services, change, id)));
  const evidence = seen.map((next) => {
    const before = change.evidence.find(({ application }) => application === next.application);
    // The time says since when it is so, not when it was last looked at.
    return before !== undefined && isSame({ ...before, at: 0 }, { ...next, at: 0 }) ? before : next;
  });
  const phase = phaseOf(services, change, evidence);
  if (phase === change.phase && isSame(evidence, change.evidence) && change.problem === null) {
    return change;
  }
  const ended = phase === 'live' || phase === 'failed';
  return await saveChange(
    context,
    {
      ...change,
      phase,
      evidence,
      problem: phase === 'failed' ? failureOf(services, evidence) : null,
      finishedAt: ended ? (phase === change.phase ? change.finishedAt : services.clock.now()) : null,
    },
    ended && phase !== change.phase
      ? {
          audit: {
            action: phase === 'live' ? 'change.delivered' : 'change.failed',
            outcome: phase === 'live' ? 'done' : 'failed',
            detail: { mergeSha: change.mergeSha, evidence },
          },
        }
      : {},
  );
}

/**
 * The applications that say whether the change has arrived: its own, or the root for one that names none. Where not even that
 * reads the repository, nothing does: then it has arrived where it was to go.
 */
function subjectsOf(change: Change, { engine }: Services): string[] {
  if (change.subjects.length > 0) {
    return change.subjects.map(({ application }) => application);
  }
  const root = engine.applications.get(engine.root);
  return root === undefined || engine.reads(root, change.repository) ? [engine.root] : [];
}

async function evidenceOf(services: Services, change: Change, id: string): Promise<DeliveryEvidence> {
  const known = services.engine.applications.get(id);
  const at = services.clock.now();
  if (known === undefined) {
    const message = `${services.engine.name} has not made the application yet`;
    return { application: id, at, revision: null, containsMerge: false, sync: 'Unknown', health: 'Missing', message };
  }
  const application = seenApplication(services, known);
  const revision = revisionOf(services, change, application);
  const holdsMerge = revision !== null && (await containsMerge(services, change, revision));
  const before = change.evidence.find((evidence) => evidence.application === id);
  return {
    application: id,
    at,
    revision,
    containsMerge: holdsMerge,
    ...(holdsMerge && application.sync === 'Synced' ? { syncedAt: before?.syncedAt ?? at } : {}),
    sync: application.sync,
    health: application.health,
    message: isSettled(application) ? '' : reasonOf(application).text,
  };
}

/** The revision of the source that is our repository: a multi-source application has one for each source. */
function revisionOf({ engine }: Services, change: Change, application: Application): string | null {
  if (!engine.reads(application, change.repository)) {
    return null;
  }
  const index = application.sources.findIndex((source) =>
    engine.reads({ ...application, sources: [source] }, change.repository),
  );
  return application.revisions[index] || null;
}

async function containsMerge(services: Services, change: Change, revision: string): Promise<boolean> {
  const known = change.evidence.find((evidence) => evidence.revision === revision);
  if (known?.containsMerge === true || change.mergeSha === null) {
    return known?.containsMerge === true;
  }
  return await forgeOf(services, change.repository).portal.contains(change.repository.path, change.mergeSha, revision);
}

function phaseOf({ engine }: Services, change: Change, evidence: readonly DeliveryEvidence[]): Change['phase'] {
  const applications = evidence.map(({ application }) => engine.applications.get(application));
  const arrived = evidence.every(({ containsMerge }) => containsMerge);
  if (arrived && applications.every((application) => application !== undefined && isSettled(application))) {
    return 'live';
  }
  const failed = evidence.some(({ containsMerge, health }, index) => {
    const operation = applications[index]?.operation?.phase;
    return containsMerge && (health === 'Degraded' || operation === 'Failed' || operation === 'Error');
  });
  if (failed) {
    return 'failed';
  }
  return evidence.some(({ containsMerge }) => containsMerge) || change.phase !== 'merged' ? 'syncing' : 'merged';
}

function failureOf({ clock, engine }: Services, evidence: readonly DeliveryEvidence[]): Change['problem'] {
  const worst = evidence.find(({ health }) => health === 'Degraded') ?? evidence.find(({ message }) => message !== '');
  return {
    since: worst?.at ?? clock.now(),
    during: 'delivering',
    message: `${worst?.application ?? 'The application'} does not come up: ${worst?.message ?? 'no reason given'}.`,
    suggestion: `Look at the application, its pods and what ${engine.name} says of it. Mend it with another change; this one turns live when it recovers.`,
    retrying: true,
  };
}
