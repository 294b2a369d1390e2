import { createCipher } from '#lib/adapters/db/cipher.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { UserActor } from '#lib/domain/actor/actor.ts';
import type { Application } from '#lib/domain/application/application.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Store } from '#lib/ports/store.ts';
import { type TestCollection, testCollection } from './collection.ts';
import { borrowDatabase } from './database/test-database.ts';
import { createPretendForge, PRETEND_PATH, type PretendForge } from './forge/pretend-forge.ts';
import { makeServices, signedIn } from './make-services.ts';
import { createPretendProcess, type Moment } from './pretend-process.ts';

export type TestPortal = {
  services: Services;
  /** Of its database, for what no repository tells. */
  databaseUrl: string;
  /** What is in the database, looked at past the process. */
  store: Store;
  forge: PretendForge;
  applications: TestCollection<Application>;
  /** What happens at each moment where the portal waits for its database or its forge. */
  atMoments(happen: (moment: Moment) => void): void;
  /** Ends the process: from here on nothing it does reaches the database or the forge, nor learns what they answered. */
  kill(): void;
  /** The same database and the same forge under a new process: nothing in memory survives. */
  restart(): void;
  /** A second process beside the first, on the same database and the same forge. */
  replica(): Services;
  /** A signed-in person with their own forge token. */
  as(username: string, overrides?: Partial<UserActor>): Promise<UserContext>;
  close(): Promise<void>;
};

/** Time that does not wait: what sleeps goes on at once. */
const hurriedClock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };

/** The portal's inside on the database of this run and a forge in memory. */
export async function createTestPortal(overrides: Partial<Services> = {}): Promise<TestPortal> {
  const database = await borrowDatabase();
  const store = createStore(database.url, createCipher(Buffer.alloc(32, 1)));
  const forge = createPretendForge({ 'README.md': '# Platform\n' });
  const applications = testCollection<Application>();
  let happen: (moment: Moment) => void = () => undefined;
  const begin = () => createPretendProcess((moment) => happen(moment));
  let process = begin();
  const make = (): Services =>
    makeServices(
      {
        store: process.store(store),
        forge: process.forge(forge),
        portalToken: 'token-portal',
        repository: PRETEND_PATH,
        clock: overrides.clock ?? hurriedClock,
        applications,
      },
      overrides,
    );
  const portal: TestPortal = {
    services: make(),
    databaseUrl: database.url,
    store,
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
    replica: make,
    as: (username, actor) => signedIn(portal.services, store, username, `token-${username}`, actor),
    async close() {
      await store.close();
      await database.drop();
    },
  };
  return portal;
}
