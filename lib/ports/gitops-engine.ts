import type { Application } from '#lib/domain/application/application.ts';
import type { Prefix } from '#lib/domain/cluster/qualified.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Project } from '#lib/domain/sync-window/sync-window.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import type { Collection } from './collection.ts';

/** The engine that makes the cluster what git says. Read only. */
export interface GitOpsEngine {
  readonly id: string;
  /** The engine's name for people: `Argo CD`. */
  readonly name: string;
  readonly applications: Collection<Application>;
  /** The application at the root of the ladder, `namespace/name`, as configured. */
  readonly root: string;
  /** What applications are grouped by, with the times in which they may be synced. */
  readonly projects: Collection<Project>;
  /** The engine's settings that decide whether waves between applications wait: one value, or none where it has none. */
  readonly gate: Collection<GateSettings>;
  /** Where the engine's own page for an application is, if one is configured. */
  linkTo(application: Application): string | null;
  /**
   * Where its page for one object of an application is, with `{group}`, `{kind}`, `{namespace}` and `{name}` to be filled in;
   * null where none is configured.
   */
  objectLink(application: Application): string | null;
  /** The applications among these that take manifests from the repository. */
  reads(application: Application, repository: RepositoryRef): boolean;
  /** Where several clusters have an engine each and this is all of them together: each of them. */
  readonly byCluster?: ReadonlyMap<Prefix, GitOpsEngine>;
}
