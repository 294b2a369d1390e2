import { setTimeout as sleep } from 'node:timers/promises';
import { addressesOf } from '#sandbox/addresses.ts';
import { fieldsOf } from '#sandbox/controllers/api/fields.ts';
import { createTouch } from '#sandbox/generate/churn.ts';
import { createRandom } from '#sandbox/generate/mix.ts';
import { createPodTouch } from '#sandbox/generate/touch-pods.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { PLATFORM_SEED } from '#sandbox/platform/seed.ts';
import { startSandbox } from '#sandbox/start-sandbox.ts';
import { manyRunners } from './fleet.ts';
import { startMeasured } from './measured.ts';
import type { PlatformAsk, PlatformReady, PlatformTold } from './messages.ts';
import { startModelServers } from './model-servers.ts';
import type { World } from './world.ts';

/** A generated platform in a process of its own: arguments are its folder, the portal's address and its world. */
const [stateDir = '', portalUrl = '', described = ''] = process.argv.slice(2);
const { runners, outsideServers, ...sizes }: World = JSON.parse(described);
const OPENAPI_DIR = 'lib/guardrails/schema/generated/openapi';
const TICK_MS = 10;

const sandbox = await startSandbox({
  stateDir,
  portalUrl,
  ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
  openApiDir: OPENAPI_DIR,
  generated: sizes,
  platform: { ...PLATFORM_SEED, runners: manyRunners(runners) },
});
const listOf = (kind: string) => sandbox.store.list(resourceType(kind));
const modelServers = await startModelServers({ ...sizes, runners, outsideServers }, sandbox);
const measured =
  sizes.cards === undefined
    ? null
    : await startMeasured(
        listOf('Node').map(({ metadata: { name, labels } }) => ({
          name,
          cards: Number(labels?.['nvidia.com/gpu.count'] ?? 0),
        })),
      );
// The root is above them all and does not change as they do, and neither do the model servers.
const names = listOf('Application')
  .map(({ metadata }) => metadata.name)
  .slice(0, sizes.applications)
  .toSorted();
const touchPod = createPodTouch(sandbox.store, sandbox.clock);
const touch = createTouch(sandbox.store, sandbox.clock, createRandom(2), names);

function tell(message: PlatformReady | PlatformTold): void {
  process.send?.(message);
}

async function churn(change: () => unknown, { count, perSecond }: { count: number; perSecond: number }): Promise<void> {
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
    await churn(ask.of === 'pods' ? touchPod : touch, ask);
  }
  tell({ at });
});
process.on('disconnect', () => process.exit());
tell({
  addresses: addressesOf(sandbox),
  names,
  sizes: {
    applications: listOf('Application').length,
    nodes: listOf('Node').length,
    pods: listOf('Pod').length,
    deployments: listOf('Deployment').length,
  },
  modelServers,
  measured,
});
