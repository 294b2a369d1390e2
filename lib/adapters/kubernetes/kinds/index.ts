import { RUNNER_SET_LISTENER_KIND } from './autoscalinglistener.ts';
import { RUNNER_SET_KIND } from './autoscalingrunnerset.ts';
import { DEPLOYMENT_KIND } from './deployment.ts';
import { EPHEMERAL_RUNNER_KIND } from './ephemeralrunner.ts';
import { NODE_KIND } from './node.ts';
import { POD_KIND } from './pod.ts';
import { RESULT_KIND } from './result.ts';

/** The kinds that are mirrored, of plain Kubernetes and of what is often installed in it. A new one is a file here and a line below. */
export const KUBERNETES_KINDS = {
  nodes: NODE_KIND,
  pods: POD_KIND,
  deployments: DEPLOYMENT_KIND,
  runnerSets: RUNNER_SET_KIND,
  runnerSetListeners: RUNNER_SET_LISTENER_KIND,
  ephemeralRunners: EPHEMERAL_RUNNER_KIND,
  analyses: RESULT_KIND,
} as const;
