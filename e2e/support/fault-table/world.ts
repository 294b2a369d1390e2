import { join } from 'node:path';
import { LIMITS_FOR_ONE_MACHINE } from '../../../lib/cli/demo/portal-config.ts';
import { freePort } from '../../../lib/cli/process/hold-port.ts';
import { answerFrom, type CannedSample, startCanned } from '../../../lib/testing/prometheus/canned-prometheus.ts';
import { addressesOf } from '../../../sandbox/addresses.ts';
import { ARC_TYPES } from '../../../sandbox/controllers/operators/arc/types.ts';
import { definitionOf } from '../../../sandbox/kubernetes/crds/definition.ts';
import { resourceType } from '../../../sandbox/kubernetes/resources.ts';
import { type Sandbox, startSandbox } from '../../../sandbox/start-sandbox.ts';
import { ALONE, type OwnPortal, startOwnPortal } from '../own-portal.ts';
import { STATE_DIR } from '../platform.ts';

/** A platform and a portal of the test's own, and a Prometheus that says what it is told to. */
export type World = {
  sandbox: Sandbox;
  portal: OwnPortal;
  /** What Prometheus knows now. */
  samples: CannedSample[];
  close(): Promise<void>;
};

const APPLICATIONS = 24;
export const METRICS_TOKEN = 'the-token-of-prometheus';

export async function startWorld(): Promise<World> {
  const samples: CannedSample[] = [];
  const canned = await startCanned((promql, response) => response.end(JSON.stringify(answerFrom(samples)(promql))));
  const port = await freePort();
  const sandbox = await startSandbox({
    stateDir: join(STATE_DIR, 'fault-table', 'sandbox'),
    ports: { gitlab: 0, kubernetes: 0, ollama: 0, control: 0, argocd: 0 },
    portalUrl: `http://localhost:${port}`,
    generated: { applications: APPLICATIONS },
    prometheus: canned.url,
  });
  for (const type of ARC_TYPES) {
    sandbox.store.create(resourceType('CustomResourceDefinition'), definitionOf(type));
  }
  const portal = await startOwnPortal(
    { addresses: addressesOf(sandbox) },
    {
      name: join('fault-table', 'portal'),
      port,
      environment: { PORTOLAN_METRICS_TOKEN: METRICS_TOKEN },
      config: { ...ALONE, limits: LIMITS_FOR_ONE_MACHINE, prometheus: { url: sandbox.metricsUrl } },
    },
  );
  return {
    sandbox,
    portal,
    samples,
    async close() {
      await portal.stop();
      await sandbox.close();
      canned.close();
    },
  };
}
