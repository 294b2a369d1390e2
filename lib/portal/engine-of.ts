import { prefixOf } from '#lib/domain/cluster/qualified.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';

/** The engine that an application is one of, by the application's id. */
export function engineOf(engine: GitOpsEngine, id: string): GitOpsEngine {
  return engine.byCluster?.get(prefixOf(id)) ?? engine;
}
