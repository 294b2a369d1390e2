import { randomUUID } from 'node:crypto';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { migrateDatabase } from '#lib/adapters/db/migrate.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import type { Change } from '#lib/domain/change/change.ts';
import { PortalError, type PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import type { Store } from '#lib/ports/store.ts';
import { advanceChange } from '#lib/usecases/change/advance.ts';
import { approveChange } from '#lib/usecases/change/approve.ts';
import { mergeChange } from '#lib/usecases/change/merge.ts';
import { openChange } from '#lib/usecases/change/open.ts';
import { testCollection } from '../collection.ts';
import { createTestFile, MIGRATIONS_DIR } from '../database/test-database.ts';
import { FORGES, type ForgeKind, type ForgeRig } from '../forge/forge-rig.ts';
import { actAsPeopleDo, type People, type SentForm, SMALL_TEMPLATE, smallTemplates } from '../journey.ts';
import { lookOf } from '../look-of.ts';
import { makeServices, signedIn } from '../make-services.ts';
import { startProxy } from '../proxy.ts';
import { createSkippingClock } from '../skipping-clock.ts';
import type { FaultWorld, ForgeFault } from './forge-fault.ts';
import { createWire } from './wire.ts';

/** How a step went: where the change stands, or what the person was told instead. */
export type Outcome = {
  phase: Change['phase'] | null;
  words: string;
  remedy: string;
  code: PortalErrorCode | null;
};

/** One change on its way, on a forge that can be made to fail. */
export type FaultRun = {
  store: Store;
  world: FaultWorld;
  take(step: ForgeFault['step']): Promise<Outcome>;
  /** Lets everything work again, and the portal and its people go on, as far as they get. */
  recover(): Promise<Change>;
  /** What passed for the portal until now, in ms: what it waited, and what it waited for answers. */
  elapsedMs(): number;
  close(): Promise<void>;
};

/** What a request may take in the portal; and in these tests while something is wrong, so that nobody waits for nothing. */
const TIMEOUT_MS = 20_000;
const IMPATIENT_MS = 1_500;
const ORDER: readonly ForgeFault['step'][] = ['send', 'look', 'approve', 'look again', 'merge'];
const MOST_TRIES = 12;

export async function startFaultRun(rig: ForgeRig, name: string): Promise<FaultRun> {
  const database = createTestFile();
  await migrateDatabase(database.url, MIGRATIONS_DIR);
  const store = createStore(database.url, createCipher(Buffer.alloc(32, 1)));
  const proxy = await startProxy(rig.url);
  const wire = createWire(rig, proxy);
  const clock = createSkippingClock();
  const refreshing: { run: () => Promise<never> } = { run: () => Promise.reject(new Error('nothing expires here')) };
  const services = makeServices(
    {
      store,
      forge: switched(FORGES[rig.kind], proxy.url, () => wire.isFaulty()),
      portalToken: rig.tokens.portal,
      repository: rig.repository,
      clock,
      applications: testCollection(),
    },
    { templates: smallTemplates() },
  );
  if (services.signIn.provider !== null) {
    services.signIn.provider = { ...services.signIn.provider, refresh: () => refreshing.run() };
  }
  const signIn = async (): Promise<People> => ({
    requester: await signedIn(services, store, rig.names.requester, rig.tokens.requester, { role: 'developer' }),
    reviewer: await signedIn(services, store, rig.names.reviewer, rig.tokens.reviewer),
  });
  let people = await signIn();
  let form: SentForm = { templateId: SMALL_TEMPLATE, values: { name }, idempotencyKey: randomUUID() };
  let current: Change | null = null;
  const change = () => {
    if (current === null) {
      throw new Error('the form was not sent yet');
    }
    return current;
  };
  const acts: Record<ForgeFault['step'], () => Promise<Change>> = {
    send: () => openChange(people.requester, form),
    look: () => advanceChange(services, change().id, 'driver'),
    approve: () => approveChange(people.reviewer, lookOf(change())),
    'look again': () => advanceChange(services, change().id, 'driver'),
    merge: () => mergeChange(people.reviewer, { changeId: change().id, sha: change().headSha }),
  };
  return {
    store,
    world: {
      rig,
      on: wire.on,
      onToken: wire.onToken,
      change,
      async expire(refresh) {
        refreshing.run = refresh;
        const { accountId } = people.requester.actor;
        await store.credentials.save({ accountId, accessToken: 'old', refreshToken: 'refresh', expiresAt: 0 });
      },
    },
    async take(step) {
      try {
        current = await acts[step]();
        const { phase, problem } = current;
        return { phase, words: problem?.message ?? '', remedy: problem?.suggestion ?? '', code: null };
      } catch (error) {
        if (!(error instanceof PortalError)) {
          throw error;
        }
        return { phase: null, words: error.message, remedy: error.suggestion ?? '', code: error.code };
      }
    },
    async recover() {
      wire.clear();
      people = await signIn();
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        await clock.sleep(5_000);
        current = await actAsPeopleDo(people, form);
        if (current.phase === 'failed') {
          // What cannot be done is told, and the form is there to be sent again.
          form = { ...form, idempotencyKey: randomUUID() };
        } else if (['merged', 'closed'].includes(current.phase)) {
          return current;
        }
      }
      return change();
    },
    elapsedMs: () => clock.slept + wire.unanswered() * TIMEOUT_MS,
    async close() {
      await Promise.all([proxy.close(), store.close()]);
      await database.drop();
    },
  };
}

/** One forge for the portal, whose patience ends while something is wrong. */
function switched(make: (typeof FORGES)[ForgeKind], url: string, isFaulty: () => boolean): ForgeHost {
  const patient = make({ url, timeoutMs: TIMEOUT_MS });
  const impatient = make({ url, timeoutMs: IMPATIENT_MS });
  const as: ForgeHost['as'] = (credential) => {
    const [calm, hasty] = [patient.as(credential), impatient.as(credential)];
    const names = Object.keys(calm) as (keyof Forge)[];
    const call = (name: keyof Forge) => (isFaulty() ? hasty : calm)[name] as (...args: unknown[]) => unknown;
    return Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => call(name)(...args)]),
    ) as unknown as Forge;
  };
  return { ...patient, as };
}

/** The steps that come before one. */
export function stepsBefore(step: ForgeFault['step']): readonly ForgeFault['step'][] {
  return ORDER.slice(0, ORDER.indexOf(step));
}
