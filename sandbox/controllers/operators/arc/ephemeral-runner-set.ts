import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, ownerKeys, ownerReference } from '../../api/controller.ts';
import { nameSuffix } from '../../api/draw.ts';
import { fieldsOf, numberOf } from '../../api/fields.ts';
import { writeStatusIfNew } from './release.ts';
import { ARC_GROUP, EPHEMERAL_RUNNER, EPHEMERAL_RUNNER_SET } from './types.ts';

type Tally = { pending: KubeObject[]; running: KubeObject[]; failed: KubeObject[]; finished: KubeObject[] };

function tallyOf(runners: readonly KubeObject[]): Tally {
  const alive = runners.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const inPhase = (...phases: unknown[]) => alive.filter(({ status }) => phases.includes(status?.phase));
  return {
    pending: inPhase(undefined, 'Pending'),
    running: inPhase('Running'),
    failed: inPhase('Failed'),
    finished: inPhase('Succeeded'),
  };
}

/** Keeps as many runners as the listener wants. One that failed for good stays and counts; one that is done goes. */
export function createEphemeralRunnerSets(cluster: Cluster): Controller {
  let made = 0;
  const runnersOf = (set: KubeObject) =>
    cluster.index.ownedBy(set.metadata.uid ?? '').filter(({ kind }) => kind === EPHEMERAL_RUNNER.kind);
  const grow = (set: KubeObject, count: number) => {
    for (let index = 0; index < count; index += 1) {
      made += 1;
      cluster.create(
        ephemeralRunner(set, `${set.metadata.name}-runner-${nameSuffix(`${set.metadata.uid}/${made}`, 5)}`),
      );
    }
  };
  /** Those without a job go, the ones that never began first. */
  const shrink = ({ pending, running }: Tally, count: number) => {
    const idle = [...pending, ...running].filter(({ status }) => status?.jobId === undefined);
    for (const runner of idle.slice(0, Math.max(0, count))) {
      cluster.delete(runner);
    }
  };

  return createController(cluster, {
    primary: EPHEMERAL_RUNNER_SET,
    also: (event) => (event.resource.kind === EPHEMERAL_RUNNER.kind ? ownerKeys(event, EPHEMERAL_RUNNER_SET) : []),
    reconcile(set) {
      if (set.metadata.deletionTimestamp !== undefined) {
        return;
      }
      const before = tallyOf(runnersOf(set));
      for (const runner of before.finished) {
        cluster.delete(runner);
      }
      const total = before.pending.length + before.running.length + before.failed.length;
      const wanted = numberOf(set.spec?.replicas, 0);
      grow(set, wanted - total);
      shrink(before, total - wanted);
      const { pending, running, failed } = tallyOf(runnersOf(set));
      writeStatusIfNew(cluster, set, {
        currentReplicas: pending.length + running.length + failed.length,
        pendingEphemeralRunners: pending.length,
        runningEphemeralRunners: running.length,
        failedEphemeralRunners: failed.length,
        phase: 'Running',
      });
    },
  });
}

function ephemeralRunner(set: KubeObject, name: string): KubeObject {
  const labels = { ...set.metadata.labels, 'app.kubernetes.io/component': 'runner' };
  return {
    apiVersion: `${ARC_GROUP}/v1alpha1`,
    kind: EPHEMERAL_RUNNER.kind,
    metadata: { name, namespace: set.metadata.namespace ?? '', labels, ownerReferences: [ownerReference(set)] },
    spec: fieldsOf(set.spec?.ephemeralRunnerSpec),
  };
}
