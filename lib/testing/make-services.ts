import { randomUUID } from 'node:crypto';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { ownForge } from '#lib/portal/forge-of.ts';
import { createLocks } from '#lib/portal/locks.ts';
import { createPortalForge } from '#lib/portal/portal-forge.ts';
import { createRememberedSessions } from '#lib/portal/remembered-sessions.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { createSeenApplications } from '#lib/portal/seen-applications.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { ForgeHost } from '#lib/ports/forge.ts';
import type { Store } from '#lib/ports/store.ts';
import { testCollection } from './collection.ts';
import { quietOperations } from './operations.ts';

/** What is outside of a portal under test. */
export type Outside = {
  store: Store;
  forge: ForgeHost;
  /** The portal's own token there. */
  portalToken: string;
  repository: string;
  clock: Clock;
  applications: Collection<Application>;
};

/** Everything that use cases work with, over the given outside; the cluster is empty. */
export function makeServices(outside: Outside, overrides: Partial<Services> = {}): Services {
  const { store, forge, portalToken, repository, clock, applications } = outside;
  const portalForge = createPortalForge(forge, portalToken);
  const services: Omit<Services, 'seenApplications' | 'watched'> & Partial<Services> = {
    clock,
    newId: randomUUID,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    metrics: createRegistry(),
    operations: quietOperations(clock),
    store,
    locks: createLocks(),
    limits: { ofPerson: () => undefined, ofAddress: () => undefined },
    portalUrl: 'http://localhost:3000',
    signIn: { provider: { ...unusedProvider, id: forge.id }, roles: { admin: ['*'] }, sessionMs: 3_600_000 },
    forges: [{ host: forge, portal: portalForge, provider: { ...unusedProvider, id: forge.id } }],
    repository: { ref: { forgeId: forge.id, path: repository }, branch: 'main' },
    snapshots: createRepositorySnapshots(portalForge, repository, 'main', clock),
    templates: new Map(),
    schemas: { description: 'none', validate: () => [] },
    guardrails: {
      landing: {
        paths: ['apps/**', 'argocd/applications/*.yaml'],
        namespaces: ['*'],
        closedNamespaces: [],
        kinds: ['*'],
        registries: ['*'],
        applications: null,
      },
      privilegedNamespaces: [],
    },
    policies: [],
    gateway: null,
    engine: {
      id: 'argocd',
      name: 'Argo CD',
      applications,
      root: 'argocd/dev-platform',
      gate: testCollection(),
      projects: testCollection(),
      linkTo: () => null,
      objectLink: () => null,
      reads: () => true,
    },
    engineApi: { isOn: false, remedy: 'Configure a token.' },
    nodes: testCollection(),
    pods: testCollection(),
    gpuPods: testCollection(),
    deployments: testCollection(),
    analyses: testCollection(),
    troubles: testCollection(),
    scaleSets: { sets: testCollection(), listeners: testCollection(), runners: testCollection() },
    models: [],
    platformMetrics: null,
    runnerSources: [],
    modelServers: [],
    declaredModels: testCollection(),
    changeRows: testCollection(),
    live: { position: () => 'test.0' },
    changeUpdated: () => undefined,
    rememberedSessions: createRememberedSessions(clock),
    sessionEnded: () => undefined,
    ...overrides,
  };
  const { repository: own, snapshots } = services;
  const of = ownForge(services);
  return {
    seenApplications: createSeenApplications(services, services.clock),
    watched: [{ ...own, snapshots, forge: of }],
    ...services,
  };
}

/** So late that no token is renewed in a test that is about something else. */
const FAR_AWAY = Date.UTC(2100, 0, 1);

/** A person who has signed in, with their own token; an approver, except for what the test says. */
export async function signedIn(
  services: Services,
  store: Store,
  username: string,
  accessToken: string,
  overrides: Partial<UserActor> = {},
): Promise<UserContext> {
  const groups = overrides.groups ?? [];
  const identity = { issuer: 'http://pretend', subject: username, username, name: username, avatarUrl: null, groups };
  const account = await store.accounts.signIn(identity, Date.now());
  await store.credentials.save({ accountId: account.id, accessToken, refreshToken: null, expiresAt: FAR_AWAY });
  const actor: UserActor = {
    kind: 'user',
    accountId: account.id,
    sessionId: randomUUID(),
    username,
    name: username,
    role: 'approver',
    groups: [],
    ...overrides,
  };
  return { actor, requestId: 'test', services };
}

const refuse = () => Promise.reject(new Error('no sign-in in this test'));
const unusedProvider = {
  name: 'GitLab',
  issuer: 'http://pretend',
  start: refuse,
  finish: refuse,
  refresh: refuse,
  identify: refuse,
  revoke: refuse,
};
