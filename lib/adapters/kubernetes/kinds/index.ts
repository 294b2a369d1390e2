import { DEPLOYMENT_KIND } from './deployment.ts';
import { NODE_KIND } from './node.ts';
import { POD_KIND } from './pod.ts';

/** The kinds of plain Kubernetes that are mirrored. A new one is a file here and a line below. */
export const KUBERNETES_KINDS = {
  nodes: NODE_KIND,
  pods: POD_KIND,
  deployments: DEPLOYMENT_KIND,
} as const;
