import { randomUUID } from 'node:crypto';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { createRegistry } from '#lib/adapters/prometheus/registry.ts';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { createLocks } from '#lib/portal/locks.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { createSeenApplications } from '#lib/portal/seen-applications.ts';
import type { Clock } from '#lib/ports/clock.ts';
import { type TestCollection, testCollection } from './collection.ts';
import { createTestDatabase, MIGRATIONS_DIR } from './database/test-database.ts';
import { createPretendForge, PRETEND_PATH, type PretendForge } from './forge/pretend-forge.ts';
import { quietOperations } from './operations.ts';
import { createPretendProcess, type Moment } from './pretend-process.ts';

export type TestPortal = {
  services: Services;
  /** Of its database, for what no repository tells. */
  databaseUrl: string;
  forge: PretendForge;
  applications: TestCollection<Application>;
  /** What happens at each moment where the portal waits for its database or its forge. */
  atMoments(happen: (moment: Moment) => void): void;
  /** Ends the process: from here on nothing it does reaches the database or the forge, nor learns what they answered. */
  kill(): void;
  /** The same database and the same forge under a new process: nothing in memory survives. */
  restart(): void;
  /** A signed-in person with their own forge token. */
  as(username: string, overrides?: Partial<UserActor>): Promise<UserContext>;
  close(): Promise<void>;
};

/** Time that does not wait: what sleeps goes on at once. */
const hurriedClock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };

/** The portal's inside on the database of this run and a forge in memory. */
export async function createTestPortal(overrides: Partial<Services> = {}): Promise<TestPortal> {
  const database = await createTestDatabase();
  await migrateDatabase(database.url, MIGRATIONS_DIR);
  const store = createStore(database.url, createCipher(Buffer.alloc(32, 1)));
  const forge = createPretendForge({ 'README.md': '# Platform\n' });
  const applications = testCollection<Application>();
  let happen: (moment: Moment) => void = () => undefined;
  const begin = () => createPretendProcess((moment) => happen(moment));
  let process = begin();
  const make = (): Services => {
    const host = process.forge(forge);
    const portalForge = host.as({ accessToken: 'token-portal' });
    const services: Omit<Services, 'seenApplications'> = {
      clock: hurriedClock,
      newId: randomUUID,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      metrics: createRegistry(),
      operations: quietOperations(hurriedClock),
      store: process.store(store),
      locks: createLocks(),
      portalUrl: 'http://localhost:3000',
      signIn: { provider: unusedProvider, roles: { admin: ['*'] }, sessionMs: 3_600_000 },
      forge: host,
      portalForge,
      repository: { ref: { forgeId: forge.id, path: PRETEND_PATH }, branch: 'main' },
      snapshots: createRepositorySnapshots(portalForge, PRETEND_PATH, 'main', hurriedClock),
      templates: new Map(),
      schemas: { description: 'none', validate: () => [] },
      guardrails: {
        landing: {
          paths: ['apps/**', 'argocd/applications/*.yaml'],
          namespaces: ['*'],
          closedNamespaces: [],
          kinds: ['*'],
          applications: null,
        },
        privilegedNamespaces: [],
      },
      policies: [],
      engine: {
        id: 'argocd',
        name: 'Argo CD',
        applications,
        root: 'argocd/dev-platform',
        linkTo: () => null,
        reads: () => true,
      },
      nodes: testCollection(),
      pods: testCollection(),
      deployments: testCollection(),
      troubles: testCollection(),
      models: [],
      changeRows: testCollection(),
      live: { position: () => 'test.0' },
      changeUpdated: () => undefined,
      sessionEnded: () => undefined,
      ...overrides,
    };
    return { seenApplications: createSeenApplications(services, services.clock), ...services };
  };
  const portal: TestPortal = {
    services: make(),
    databaseUrl: database.url,
    forge,
    applications,
    atMoments(next) {
      happen = next;
    },
    kill: () => process.kill(),
    restart() {
      process = begin();
      portal.services = make();
    },
    async as(username, actor = {}) {
      const at = Date.now();
      const identity = {
        issuer: 'http://pretend',
        subject: username,
        username,
        name: username,
        avatarUrl: null,
        groups: actor.groups ?? [],
      };
      const account = await store.accounts.signIn(identity, at);
      await store.credentials.save({
        accountId: account.id,
        accessToken: `token-${username}`,
        refreshToken: null,
        expiresAt: null,
      });
      const user: UserActor = {
        kind: 'user',
        accountId: account.id,
        sessionId: randomUUID(),
        username,
        name: username,
        role: 'approver',
        groups: [],
        ...actor,
      };
      return { actor: user, requestId: 'test', services: portal.services };
    },
    async close() {
      await store.close();
      await database.drop();
    },
  };
  return portal;
}

const refuse = () => Promise.reject(new Error('no sign-in in this test'));
const unusedProvider = {
  id: 'gitlab',
  name: 'GitLab',
  start: refuse,
  finish: refuse,
  refresh: refuse,
  identify: refuse,
  revoke: refuse,
};
