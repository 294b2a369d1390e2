import type { FaultSwitches } from '../faults.ts';
import type { Reply } from '../http/router.ts';
import { type RequestContext, route } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import type { ObjectStore } from '../kubernetes/store.ts';
import { cardsOf, isOllama, type OllamaLoad } from './cards.ts';
import { exposeCards } from './dcgm-exporter.ts';
import { EXPOSITION_TYPE } from './exposition.ts';
import { gatewayRoutes, prometheusError } from './gateway.ts';
import { createMachines, type Machine, type Machines } from './machines.ts';
import { createNodeExporter } from './node-exporter.ts';

export type MetricsOptions = {
  /** 0 takes a free one. */
  port: number;
  store: ObjectStore;
  /** What Ollama holds in VRAM now. */
  ollama: () => OllamaLoad;
  faults?: FaultSwitches;
  /** Where the Prometheus is that scrapes the exporters; without it there is none. */
  prometheus?: string;
  /** Real ms since 1970; without it the machine's clock. */
  now?: () => number;
};

/**
 * The exporters of all machines behind one port, each at a path of its own, since loopback has one address:
 * `/dcgm-exporter/<node>/metrics` and `/node-exporter/<node>/metrics`. `/targets` lists them with the labels that
 * Kubernetes discovery gives, in the form of Prometheus' HTTP discovery. Below `/api/v1` is the Prometheus that scrapes them.
 */
export async function startMetrics(options: MetricsOptions): Promise<RunningServer> {
  const { port, store, ollama, faults, prometheus = null, now = Date.now } = options;
  const machines = createMachines(store);
  const nodes = createNodeExporter(now);
  const bootedAt = now();
  const onMachine = (context: RequestContext, tell: (machine: Machine) => string | null): Reply => {
    const machine = machines.all().find(({ name }) => name === context.params.node);
    const text = machine === undefined ? null : tell(machine);
    return text === null ? NOT_FOUND : { headers: { 'content-type': EXPOSITION_TYPE }, body: text };
  };
  return await startHttpServer({
    name: 'prometheus',
    port,
    ...(faults === undefined ? {} : { faults }),
    statusBody: prometheusError,
    routes: [
      ...gatewayRoutes(prometheus),
      route('GET', '/targets', ({ request }) => ({ body: targetsOf(machines, request.headers.host ?? '') })),
      route('GET', '/node-exporter/:node/metrics', (context) => onMachine(context, nodes.expose)),
      route('GET', '/dcgm-exporter/:node/metrics', (context) =>
        onMachine(context, (machine) => {
          const cards = cardsOf(machine, ollamaMachine(machines) === machine ? ollama() : null);
          const isTold = cards.length > 0 && machines.tellsOfCards(machine);
          return isTold ? exposeCards(machine.name, cards, now() - bootedAt) : null;
        }),
      ),
    ],
    notFound: () => NOT_FOUND,
    onError: (error) => ({ status: 500, body: error instanceof Error ? error.message : String(error) }),
  });
}

const NOT_FOUND: Reply = { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found\n' };

/** Where the one Ollama of the sandbox computes: where its pod is, or else on the first machine with a card. */
function ollamaMachine(machines: Machines): Machine | undefined {
  const withCards = machines.all().filter((machine) => cardsOf(machine, null).length > 0);
  return withCards.find(({ pods }) => pods.some(isOllama)) ?? withCards[0];
}

type Target = { targets: string[]; labels: Record<string, string> };

function targetsOf(machines: Machines, host: string): Target[] {
  return machines.all().flatMap((machine) => {
    const { name, address } = machine;
    const target = (job: string, port: number, labels: Record<string, string>): Target => ({
      targets: [host],
      labels: { __metrics_path__: `/${job}/${name}/metrics`, job, instance: `${address}:${port}`, ...labels },
    });
    const pod = machines.exporterOn(machine);
    const ofPod: Record<string, string> =
      pod === null ? {} : { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name };
    const hasCards = cardsOf(machine, null).length > 0 && machines.tellsOfCards(machine);
    return [target('node-exporter', 9100, {}), ...(hasCards ? [target('dcgm-exporter', 9400, ofPod)] : [])];
  });
}
