import type { Actor, UserActor } from '#lib/domain/actor/actor.ts';
import type { RoleMapping } from '#lib/domain/actor/roles.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';
import type { LandingZone, SchemaCatalogue } from '#lib/domain/guardrail/guardrail.ts';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import type { ModelServerState } from '#lib/domain/model/model.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Template } from '#lib/domain/template/template.ts';
import type { PodTrouble } from '#lib/domain/workload/pod-trouble.ts';
import type { Deployment, Pod } from '#lib/domain/workload/workload.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import type { IdentityProvider } from '#lib/ports/identity.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Metrics } from '#lib/ports/metrics.ts';
import type { RequestLimits } from '#lib/ports/request-limits.ts';
import type { Store } from '#lib/ports/store.ts';
import type { Locks } from './locks.ts';
import type { Operations } from './operations.ts';
import type { RememberedSessions } from './remembered-sessions.ts';
import type { RepositorySnapshots } from './repository-snapshots.ts';

/** A model server and what it said last. */
export type ModelServerSnapshot = { id: string; label: string; state: ModelServerState };

/** Where the live stream stands now: what is read after asking holds everything up to there. */
export type LivePosition = { position(): string };

/** How people come in. */
export type SignInSettings = {
  /** null in single-user mode. */
  provider: IdentityProvider | null;
  roles: RoleMapping;
  sessionMs: number;
};

/** The repository that every change goes to. */
export type GitOpsRepository = { ref: RepositoryRef; branch: string };

/** What use cases and views work with; made once by the runtime. */
export type Services = {
  clock: Clock;
  newId(): string;
  log: Log;
  metrics: Metrics;
  operations: Operations;
  store: Store;
  locks: Locks;
  limits: RequestLimits;
  /** The address people open the portal under, without a slash at the end. */
  portalUrl: string;
  signIn: SignInSettings;
  forge: ForgeHost;
  /** The forge with the portal's own token: to look, and to set commit statuses. */
  portalForge: Forge;
  repository: GitOpsRepository;
  snapshots: RepositorySnapshots;
  templates: ReadonlyMap<string, Template>;
  schemas: SchemaCatalogue;
  guardrails: { landing: LandingZone; privilegedNamespaces: string[] };
  policies: ApprovalPolicy[];
  engine: GitOpsEngine;
  /** The engine's applications with what the portal itself sees of their workloads. */
  seenApplications: Collection<Application>;
  nodes: Collection<ClusterNode>;
  pods: Collection<Pod>;
  /** Those of them that have to do with GPUs. */
  gpuPods: Collection<Pod>;
  deployments: Collection<Deployment>;
  /** What keeps pods from running, the worst of each workload, by `workloadId`. */
  troubles: Collection<PodTrouble>;
  /** One for each model server, with one value. */
  models: Collection<ModelServerSnapshot>[];
  /** The changes of the last months as rows, so that lists need no database. */
  changeRows: Collection<ChangeRow>;
  live: LivePosition;
  /** Tells everyone who looks at it that a change went on. */
  changeUpdated(change: Change): void;
  rememberedSessions: RememberedSessions;
  /** Ends the live streams of a session at once, and forgets who it was. */
  sessionEnded(sessionId: string): void;
};

/** One request: who asks, under which id, with everything there is to work with. */
export type PortalContext = { actor: Actor; requestId: string; services: Services };
export type UserContext = PortalContext & { actor: UserActor };
