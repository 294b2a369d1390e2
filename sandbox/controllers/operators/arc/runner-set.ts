import { scopeOf } from '../../../github/actions/model.ts';
import type { ActionsService } from '../../../github/actions/service.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import type { Cluster } from '../../api/cluster.ts';
import { type Controller, createController, keyOf, ownerKeys } from '../../api/controller.ts';
import { fieldsOf, listOf, textOf } from '../../api/fields.ts';
import { bringUp } from './bring-up.ts';
import {
  type Credentials,
  findRelease,
  isController,
  readCredentials,
  setFinalizer,
  VERSION_LABEL,
  writeStatusIfNew,
} from './release.ts';
import { EPHEMERAL_RUNNER_SET, LISTENER, RUNNER_SET } from './types.ts';

const FINALIZER = 'autoscalingrunnerset.actions.github.com/finalizer';
const SCALE_SET_ID = 'runner-scale-set-id';

export type ArcOptions = { github: ActionsService; accepts: (credentials: Credentials) => boolean };

/**
 * Registers each runner set with GitHub, and gives it a listener and the set of its runners. Without credentials that
 * GitHub accepts there is no listener, and the chart of the set must be of the controller's own version.
 */
export function createRunnerSets(cluster: Cluster, { github, accepts }: ArcOptions): Controller {
  const runnerSetOf = (set: KubeObject) =>
    cluster.index.ownedBy(set.metadata.uid ?? '').filter(({ kind }) => kind === EPHEMERAL_RUNNER_SET.kind);
  const listenersOf = (set: KubeObject) =>
    cluster.index
      .all(LISTENER)
      .filter(
        ({ spec }) =>
          spec?.autoscalingRunnerSetName === set.metadata.name &&
          spec.autoscalingRunnerSetNamespace === set.metadata.namespace,
      );
  const stop = (set: KubeObject) => {
    for (const object of [...listenersOf(set), ...runnerSetOf(set)]) {
      cluster.delete(object);
    }
  };
  const register = (set: KubeObject) => {
    const { githubConfigUrl, githubConfigSecret, runnerGroup, runnerScaleSetName, runnerScaleSetLabels } = fieldsOf(
      set.spec,
    );
    const credentials = readCredentials(cluster, set.metadata.namespace ?? '', textOf(githubConfigSecret));
    const scope = scopeOf(textOf(githubConfigUrl));
    if (credentials === null || scope === null || !accepts(credentials)) {
      return null;
    }
    const name = textOf(runnerScaleSetName) || set.metadata.name;
    const labels = listOf(runnerScaleSetLabels).map((label) => textOf(label));
    const group = textOf(runnerGroup) || 'Default';
    return github.registerScaleSet({ name, scope, group, labels: [...new Set([name, ...labels])] });
  };

  return createController(cluster, {
    primary: RUNNER_SET,
    also(event) {
      const { resource, object } = event;
      if (isController(object)) {
        return cluster.index.all(RUNNER_SET).map(keyOf);
      }
      if (resource.kind === 'Secret') {
        return cluster.index.inNamespace(RUNNER_SET, object.metadata.namespace ?? '').map(keyOf);
      }
      if (resource.kind === LISTENER.kind) {
        return [
          `${textOf(object.spec?.autoscalingRunnerSetNamespace)}/${textOf(object.spec?.autoscalingRunnerSetName)}`,
        ];
      }
      return ownerKeys(event, RUNNER_SET);
    },
    reconcile(set) {
      const release = findRelease(cluster);
      if (set.metadata.deletionTimestamp !== undefined) {
        stop(set);
        github.removeScaleSet(Number(set.metadata.annotations?.[SCALE_SET_ID]));
        setFinalizer(cluster, set, FINALIZER, false);
        return;
      }
      if (release === null) {
        return;
      }
      if (set.metadata.labels?.[VERSION_LABEL] !== release.version) {
        stop(set);
        writeStatusIfNew(cluster, set, { phase: 'Outdated' });
        return;
      }
      const registered = register(set);
      if (registered === null) {
        stop(set);
        writeStatusIfNew(cluster, set, { phase: 'Pending' });
        return;
      }
      if (set.metadata.annotations?.[SCALE_SET_ID] !== String(registered.id)) {
        const annotations = {
          ...set.metadata.annotations,
          [SCALE_SET_ID]: String(registered.id),
          'actions.github.com/runner-scale-set-name': registered.name,
          'actions.github.com/runner-group-name': textOf(set.spec?.runnerGroup) || 'Default',
        };
        const finalizers = [...new Set([...(set.metadata.finalizers ?? []), FINALIZER])];
        cluster.writeMetadata(set, { annotations, finalizers });
      }
      bringUp(cluster, set, registered.id, release);
    },
  });
}
