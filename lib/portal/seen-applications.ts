import type { Application } from '#lib/domain/application/application.ts';
import type { SeenHealth } from '#lib/domain/application/own-health.ts';
import { isSettled } from '#lib/domain/wave/settled.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection, CollectionChange } from '#lib/ports/collection.ts';
import { createReadings, type Readings } from './readings.ts';
import { seenApplication } from './seen-application.ts';

type Sources = {
  engine: { applications: Collection<Application> };
  deployments: Collection<SeenHealth>;
  troubles: Collection<PodTrouble>;
};

/** An application that made so many others takes milliseconds, and each of them touches it. */
const MANY_RESOURCES = 100;
const LATER_MS = 100;
/** The root of thousands takes longer each time, so it is told of less often: about a hundredth of the time goes into it. */
const LATER_MS_PER_RESOURCE = 0.2;
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Every application as `seenApplication` has it. Each is made when it is asked for and kept until one of the values that
 * it was made of changes: five thousand of them cost what the few that changed cost. A large one that others touch is
 * told of a tenth of a second later or more, with all that touched it until then; what is read is right at every moment,
 * and where it was read meanwhile it is told of at once.
 * @param signal when nobody is told of anything any more
 */
export function createSeenApplications(sources: Sources, clock: Clock, signal?: AbortSignal): Collection<Application> {
  const { applications } = sources.engine;
  const kept = createKept(sources);
  const listeners = new Set<(change: CollectionChange) => void>();
  const tell = (upserted: ReadonlySet<string>, removed: ReadonlySet<string>) => {
    for (const listener of [...listeners]) {
      listener({ upserted, removed });
    }
  };
  let touchedLarge = new Set<string>();
  const tellLater = (ids: readonly string[]) => {
    const isUnderWay = touchedLarge.size > 0;
    touchedLarge = new Set([...touchedLarge, ...ids]);
    if (ids.length > 0 && !isUnderWay) {
      const most = Math.max(...ids.map((id) => applications.get(id)?.resources.length ?? 0));
      const tellDue = () => {
        const due = [...touchedLarge].filter((id) => applications.get(id) !== undefined);
        touchedLarge = new Set();
        tell(new Set(due), NOTHING);
      };
      // Rejects at the end.
      clock.sleep(Math.max(LATER_MS, most * LATER_MS_PER_RESOURCE), signal).then(tellDue, () => undefined);
    }
  };
  const isLarge = (id: string) => (applications.get(id)?.resources.length ?? 0) > MANY_RESOURCES;
  const changed = (own: CollectionChange, touched: ReadonlySet<string>) => {
    const others = [...touched].filter((id) => !own.upserted.has(id) && !own.removed.has(id));
    kept.forget([...own.upserted, ...own.removed, ...others]);
    // What is touched again was read since: whoever read it may have what will never be told, and has to hear of both.
    const again = others.filter((id) => touchedLarge.has(id));
    if (again.length > 0) {
      tell(new Set(again), NOTHING);
    }
    tell(new Set([...own.upserted, ...others.filter((id) => !isLarge(id)), ...again]), own.removed);
    tellLater(others.filter(isLarge));
  };
  const follow = (collection: Collection<unknown>, readings: Readings<unknown>, isOwn: boolean) =>
    collection.subscribe((change) => {
      const touched = readings.takeReaders([...change.upserted, ...change.removed]);
      if (isOwn || touched.size > 0) {
        changed(isOwn ? change : { upserted: NOTHING, removed: NOTHING }, touched);
      }
    });
  follow(applications, kept.read.applications, true);
  follow(sources.deployments, kept.read.deployments, false);
  follow(sources.troubles, kept.read.troubles, false);

  return {
    get: kept.get,
    *values() {
      for (const { id } of applications.values()) {
        const application = kept.get(id);
        if (application !== undefined) {
          yield application;
        }
      }
    },
    get size() {
      return applications.size;
    },
    get source() {
      return applications.source;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

type Kept = { raw: Application; seen: Application; isCurrent: boolean };

function createKept({ engine, deployments, troubles }: Sources) {
  const kept = new Map<string, Kept>();
  const read = {
    applications: createReadings(engine.applications, essenceOfChild),
    deployments: createReadings(deployments),
    troubles: createReadings(troubles),
  };
  const all = Object.values(read);
  const seeing = {
    engine: { applications: read.applications },
    deployments: read.deployments,
    troubles: read.troubles,
  };
  return {
    read,
    get(id: string): Application | undefined {
      const known = kept.get(id);
      if (known?.isCurrent) {
        return known.seen;
      }
      const raw = engine.applications.get(id);
      if (raw === undefined) {
        return undefined;
      }
      for (const readings of all) {
        readings.start(id);
      }
      const seen = seenApplication(seeing, raw, { before: known?.raw === raw ? known.seen : null });
      for (const readings of all) {
        readings.finish();
      }
      kept.set(id, { raw, seen, isCurrent: true });
      return seen;
    },
    forget(ids: readonly string[]): void {
      for (const id of ids) {
        const known = kept.get(id);
        if (engine.applications.get(id) === undefined) {
          kept.delete(id);
          for (const readings of all) {
            readings.forgetReader(id);
          }
        } else if (known !== undefined) {
          known.isCurrent = false;
          for (const readings of all) {
            readings.wasTold(id);
          }
        }
      }
    },
  };
}

/**
 * Of an application that is settled, the one that made it sees the health alone. Argo CD compares each every three minutes
 * and writes when; a root of thousands would be made anew for each of them.
 */
function essenceOfChild(child: Application): string | null {
  return isSettled(child) ? `${child.health} ${child.parent}` : null;
}
