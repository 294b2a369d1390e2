import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { createCipher } from '#lib/adapters/db/cipher.ts';
import { createStore } from '#lib/adapters/db/store.ts';
import { advanceChange } from '#lib/usecases/change/advance.ts';
import { testCollection } from '../collection.ts';
import { FORGES, type ForgeKind } from '../forge/forge-rig.ts';
import { actAsPeopleDo, type SentForm, smallTemplates } from '../journey.ts';
import { makeServices, signedIn } from '../make-services.ts';
import { createPretendProcess } from '../pretend-process.ts';

/** What the process is to do, and the moment at its database at which the kernel ends it. */
export type PortalTask = {
  database: string;
  forge: { kind: ForgeKind; url: string; repository: string };
  tokens: { portal: string; requester: string; reviewer: string };
  names: { requester: string; reviewer: string };
  form: SentForm;
  dieAt?: number;
};
/** What it tells when it comes to its end. */
export type PortalResult = { phase: string; moments: number };

const MOST_LOOKS = 50;

/** The portal's inside in a process of its own, with what two people do in it, until the change is merged. */
async function run({ database, forge, tokens, names, form, dieAt }: PortalTask): Promise<PortalResult> {
  let moments = 0;
  const store = createStore(database, createCipher(Buffer.alloc(32, 1)));
  const mortal = createPretendProcess(() => {
    moments += 1;
    if (moments === dieAt) {
      process.kill(process.pid, 'SIGKILL');
    }
  });
  const clock = createSystemClock();
  const services = makeServices(
    {
      store: mortal.store(store),
      forge: FORGES[forge.kind](forge),
      portalToken: tokens.portal,
      repository: forge.repository,
      clock,
      applications: testCollection(),
    },
    { templates: smallTemplates() },
  );
  const requester = await signedIn(services, store, names.requester, tokens.requester, { role: 'developer' });
  const reviewer = await signedIn(services, store, names.reviewer, tokens.reviewer);
  for (const { id } of await services.store.changes.listByPhase(['opening', 'open', 'approved', 'merging', 'merged'])) {
    await advanceChange(services, id, 'driver');
  }
  let { phase } = await actAsPeopleDo({ requester, reviewer }, form);
  for (let looks = 0; phase !== 'merged' && looks < MOST_LOOKS; looks += 1) {
    await clock.sleep(100);
    ({ phase } = await actAsPeopleDo({ requester, reviewer }, form));
  }
  await store.close();
  return { phase, moments };
}

process.send?.(await run(JSON.parse(process.argv[2] ?? '') as PortalTask));
process.disconnect?.();
