import type { Cluster } from '../../api/cluster.ts';
import type { Controller } from '../../api/controller.ts';
import { createEphemeralRunners } from './ephemeral-runner.ts';
import { createEphemeralRunnerSets } from './ephemeral-runner-set.ts';
import { createListeners } from './listener.ts';
import { type ArcOptions, createRunnerSets } from './runner-set.ts';

/**
 * The Actions Runner Controller 0.14 (controllers/actions.github.com). It begins when its chart is there: a pretend
 * GitHub gives the jobs, and the pods do nothing but run.
 */
export function createArc(cluster: Cluster, options: ArcOptions): Controller[] {
  return [
    createRunnerSets(cluster, options),
    createListeners(cluster, options.github),
    createEphemeralRunnerSets(cluster),
    createEphemeralRunners(cluster, options.github),
  ];
}
