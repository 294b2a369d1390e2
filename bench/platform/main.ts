import { setTimeout as sleep } from 'node:timers/promises';
import { addressesOf } from '#sandbox/addresses.ts';
import { fieldsOf } from '#sandbox/controllers/api/fields.ts';
import { createTouch, type Touch } from '#sandbox/generate/churn.ts';
import { createRandom } from '#sandbox/generate/mix.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { startSandbox } from '#sandbox/start-sandbox.ts';
import type { PlatformAsk, PlatformReady, PlatformTold } from './messages.ts';

/** A generated platform in a process of its own: arguments are its folder, the portal's address and its size. */
const [stateDir = '', portalUrl = '', applications = '0'] = process.argv.slice(2);
const OPENAPI_DIR = 'lib/guardrails/schema/generated/openapi';
const TICK_MS = 10;

const sandbox = await startSandbox({
  stateDir,
  portalUrl,
  ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
  openApiDir: OPENAPI_DIR,
  generated: { applications: Number(applications) },
});
const namesOf = (kind: string) => sandbox.store.list(resourceType(kind)).map(({ metadata }) => metadata.name);
// The root is above them all and does not change as they do.
const names = namesOf('Application').slice(0, Number(applications)).toSorted();
const touch = createTouch(sandbox.store, sandbox.clock, createRandom(2), names);

function tell(message: PlatformReady | PlatformTold): void {
  process.send?.(message);
}

async function churn(change: Touch, { count, perSecond }: { count: number; perSecond: number }): Promise<void> {
  const startedAt = performance.now();
  for (let done = 0; done < count; ) {
    const due = Math.min(count, Math.ceil(((performance.now() - startedAt) / 1000) * perSecond));
    for (; done < due; done += 1) {
      change();
    }
    await sleep(TICK_MS);
  }
}

/** What a row shows of an Application. The platform also changes by itself, so a step may lead to where it was. */
function looksOf(name: string): string {
  const { health, sync } = fieldsOf(sandbox.store.get(resourceType('Application'), 'argocd', name)?.status);
  return JSON.stringify([fieldsOf(health).status, fieldsOf(sync).status]);
}

function changeVisibly(name: string): void {
  const before = looksOf(name);
  while (looksOf(name) === before) {
    touch(name);
  }
}

process.on('message', async (ask: PlatformAsk) => {
  const at = Date.now();
  if (ask.do === 'touch') {
    changeVisibly(ask.name);
  } else {
    await churn(touch, ask);
  }
  tell({ at });
});
process.on('disconnect', () => process.exit());
tell({
  addresses: addressesOf(sandbox),
  names,
  sizes: {
    applications: namesOf('Application').length,
    nodes: namesOf('Node').length,
    pods: namesOf('Pod').length,
    deployments: namesOf('Deployment').length,
  },
});
