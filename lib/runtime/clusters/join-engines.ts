import 'server-only';
import type { Application } from '#lib/domain/application/application.ts';
import { type Prefix, plainName } from '#lib/domain/cluster/qualified.ts';
import { createUnion } from '#lib/live/union.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';

/**
 * The engines of several clusters as one. Its root and its settings are those of the first; `byCluster` has each. One alone
 * is itself.
 */
export function joinEngines(byCluster: ReadonlyMap<Prefix, GitOpsEngine>): GitOpsEngine {
  const engines = [...byCluster.values()];
  const [first] = engines;
  if (first === undefined) {
    throw new RangeError('a checked configuration has an Argo CD');
  }
  if (engines.length === 1) {
    return first;
  }
  return {
    ...first,
    applications: createUnion(engines.map(({ applications }) => applications)),
    projects: createUnion(engines.map(({ projects }) => projects)),
    gate: createUnion(engines.map(({ gate }) => gate)),
    reads: (application, repository) => engines.some((engine) => engine.reads(application, repository)),
    byCluster,
  };
}

/** An engine of a cluster that is not the first: its own pages know nothing of the names that its applications have here. */
export function withPlainLinks(engine: GitOpsEngine): GitOpsEngine {
  const plain = (application: Application) => ({ ...application, namespace: plainName(application.namespace) });
  return {
    ...engine,
    linkTo: (application) => engine.linkTo(plain(application)),
    objectLink: (application) => engine.objectLink(plain(application)),
  };
}
