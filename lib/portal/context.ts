import type { Actor, UserActor } from '#lib/domain/actor/actor.ts';
import type { RoleMapping } from '#lib/domain/actor/roles.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { ApprovalPolicy } from '#lib/domain/approval/approval.ts';
import type { Change } from '#lib/domain/change/change.ts';
import type { CardMetrics, NodeMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { LandingZone, SchemaCatalogue } from '#lib/domain/guardrail/guardrail.ts';
import type { ChangeRow } from '#lib/domain/inbox/row.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import type { ModelServerState } from '#lib/domain/model/model.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { AccessRule } from '#lib/domain/runner/access-rule.ts';
import type { FleetGap, WaitingJob } from '#lib/domain/runner/fleet.ts';
import type { Runner, RunnerForge } from '#lib/domain/runner/runner.ts';
import type { EphemeralRunner, RunnerSet, RunnerSetListener } from '#lib/domain/runner/scale-set.ts';
import type { Template } from '#lib/domain/template/template.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
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
import type { EngineApi } from './engine-api.ts';
import type { Gateway } from './gateway.ts';
import type { Locks } from './locks.ts';
import type { ModelServerEntry } from './model-server-entry.ts';
import type { Operations } from './operations.ts';
import type { RememberedSessions } from './remembered-sessions.ts';
import type { RepositorySnapshots } from './repository-snapshots.ts';

/** A model server and what it said last. */
export type ModelServerSnapshot = { id: string; label: string; state: ModelServerState };

/** What cards and machines were measured at. Both collections come from one source, and have its state. */
export type MeasuredPlatform = {
  cards: Collection<CardMetrics>;
  nodes: Collection<NodeMetrics>;
  /** Somebody looks: it is asked more often. Returns how to say that they no longer do. */
  watch(): () => void;
};

/** What one forge, or one cluster with scale sets, told of its runners; the parts stand on one source. */
export type RunnerSource = {
  /** Whose jobs its runners take. */
  forge: RunnerForge;
  runners: Collection<Runner>;
  /** What of it the portal may not see. */
  gaps: Collection<FleetGap>;
  waiting: Collection<WaitingJob>;
  /** Who may use which of the runners. A cluster does not tell. */
  rules?: Collection<AccessRule>;
};

/** GitHub's runners in the cluster, as the Actions Runner Controller tells of them. */
export type ScaleSetCollections = {
  sets: Collection<RunnerSet>;
  listeners: Collection<RunnerSetListener>;
  runners: Collection<EphemeralRunner>;
};

/** Where the live stream stands now: what is read after asking holds everything up to there. */
export type LivePosition = { position(): string };

/** How people come in. */
export type SignInSettings = {
  /** null in single-user mode. */
  provider: IdentityProvider | null;
  roles: RoleMapping;
  sessionMs: number;
};

/** A forge that changes go to or come from. */
export type ConnectedForge = {
  host: ForgeHost;
  /** With the portal's own token: to look, and to set commit statuses. */
  portal: Forge;
  /** How people prove who they are there; null where nobody acts with an account of their own. */
  provider: IdentityProvider | null;
};

/** The repository that every change goes to which is made here. */
export type GitOpsRepository = { ref: RepositoryRef; branch: string };

/** A repository whose merge requests are looked at, checked, approved and merged here. */
export type WatchedRepository = GitOpsRepository & { snapshots: RepositorySnapshots; forge: ConnectedForge };

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
  /** Those of the watched repositories. */
  forges: readonly ConnectedForge[];
  repository: GitOpsRepository;
  snapshots: RepositorySnapshots;
  /** Every repository whose merge requests are looked at, that one first. */
  watched: readonly WatchedRepository[];
  templates: ReadonlyMap<string, Template>;
  schemas: SchemaCatalogue;
  guardrails: { landing: LandingZone; privilegedNamespaces: string[] };
  policies: ApprovalPolicy[];
  /** Null where no server of language models is to write. */
  gateway: Gateway | null;
  engine: GitOpsEngine;
  engineApi: EngineApi;
  /** The engine's applications with what the portal itself sees of their workloads. */
  seenApplications: Collection<Application>;
  nodes: Collection<ClusterNode>;
  pods: Collection<Pod>;
  /** Those of them that have to do with GPUs. */
  gpuPods: Collection<Pod>;
  deployments: Collection<Deployment>;
  /** What an analyser in the cluster found, such as k8sgpt; absent where there is none. */
  analyses: Collection<Analysis>;
  /** What keeps pods from running, the worst of each workload, by `workloadId`. */
  troubles: Collection<PodTrouble>;
  /** What the cluster tells of GitHub's runners in it; each is absent where nothing of the kind is installed. */
  scaleSets: ScaleSetCollections;
  /** One for each model server, with one value. */
  models: Collection<ModelServerSnapshot>[];
  /** Null where no metrics source is configured: then every figure of it is unknown. */
  platformMetrics: MeasuredPlatform | null;
  runnerSources: RunnerSource[];
  /** The same servers as they were configured, in the same order. */
  modelServers: ModelServerEntry[];
  /** What git declares of models, by application. */
  declaredModels: Collection<DeclaredServer>;
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
