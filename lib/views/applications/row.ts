import type { Application, HealthStatus, SyncStatus } from '#lib/domain/application/application.ts';
import { ELSEWHERE } from '#lib/domain/cluster/qualified.ts';
import { type LadderKey, ladderKeyOf } from '#lib/domain/wave/ladder-key.ts';
import { reasonOf } from '#lib/domain/wave/reason.ts';
import { isSettled, type Standing, standingOf } from '#lib/domain/wave/settled.ts';

/** An application in a list: what a row shows and sorts by, and nothing more, because there may be ten thousand. */
export type ApplicationRow = {
  id: string;
  name: string;
  project: string;
  wave: number;
  /** The ladder it stands on, as `LadderKey` has it; null for the configured root. */
  ladder: LadderKey | null;
  sync: SyncStatus;
  health: HealthStatus;
  standing: Standing;
  /** What it waits for; '' when it is settled. */
  reason: string;
  /** Since when it stands like this, in ms since 1970. */
  since: number | null;
  destination: string;
  /** The revision it runs, as short as people write it. */
  revision: string;
};

/** @param root the id of the application at the root of the ladder */
export function toApplicationRow(application: Application, root: string): ApplicationRow {
  const settled = isSettled(application);
  const reason = settled ? null : reasonOf(application);
  return {
    id: application.id,
    name: application.name,
    project: application.project,
    wave: application.wave,
    ladder: ladderKeyOf(application, root),
    sync: application.sync,
    health: application.health,
    standing: standingOf(application),
    reason: reason?.text ?? '',
    since: reason?.since ?? application.healthSince,
    destination: destinationOf(application),
    revision: shortRevision(
      application.revisions.find((revision) => isCommit(revision)) ?? application.revisions[0] ?? '',
    ),
  };
}

/** The namespace, and the cluster where that is not the first. */
function destinationOf({ destination: { namespace, cluster, at } }: Application): string {
  return at === undefined ? namespace : `${namespace} in ${at === ELSEWHERE ? cluster : at}`;
}

function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(revision);
}

/** Commits are cut as git does; versions of charts are not. */
export function shortRevision(revision: string): string {
  return isCommit(revision) ? revision.slice(0, 8) : revision;
}
