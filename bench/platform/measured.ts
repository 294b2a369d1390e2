import { answerFrom, type CannedSample, startCanned } from '#lib/testing/prometheus/canned-prometheus.ts';

const MIB_OF_CARD = 16_303;
const BYTES_OF_NODE = 64 * 1024 ** 3;
const CHANGES_EVERY_MS = 15_000;

export type MeasuredNode = { name: string; cards: number };

/** Starts what answers as a Prometheus that measures every card and node, each time a little different. Gives its address. */
export async function startMeasured(nodes: readonly MeasuredNode[]): Promise<string> {
  let scrape = -1;
  let answer = answerFrom([]);
  const { url } = await startCanned((promql, response) => {
    const current = Math.floor(Date.now() / CHANGES_EVERY_MS);
    if (current !== scrape) {
      scrape = current;
      answer = answerFrom(
        nodes.flatMap((node, at) => [...samplesOf(node, at + scrape), ...cardsOf(node, at + scrape)]),
      );
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer(promql)));
  });
  return url;
}

function cardsOf({ name, cards }: MeasuredNode, drawn: number): CannedSample[] {
  return Array.from({ length: cards }, (_, index) => {
    const labels = {
      gpu: String(index),
      UUID: `GPU-${name}-${index}`,
      device: `nvidia${index}`,
      modelName: 'NVIDIA GeForce RTX 5080',
      Hostname: name,
      DCGM_FI_DRIVER_VERSION: '580.95.05',
      pci_bus_id: `00000000:0${index + 1}:00.0`,
      instance: `${name}:9400`,
      job: 'dcgm-exporter',
    };
    const used = (drawn * 997 + index * 131) % MIB_OF_CARD;
    const figures = {
      FB_USED: used,
      FB_FREE: MIB_OF_CARD - used,
      GPU_UTIL: drawn % 100,
      GPU_TEMP: 35 + (drawn % 40),
      POWER_USAGE: 20 + (drawn % 300),
      XID_ERRORS: 0,
    };
    return Object.entries(figures).map(([figure, value]) => ({ name: `DCGM_FI_DEV_${figure}`, labels, value }));
  }).flat();
}

function samplesOf({ name }: MeasuredNode, drawn: number): CannedSample[] {
  const labels = { instance: `${name}:9100`, job: 'node-exporter' };
  return [
    { name: 'node_memory_MemTotal_bytes', labels, value: BYTES_OF_NODE },
    { name: 'node_memory_MemAvailable_bytes', labels, value: BYTES_OF_NODE / (1 + (drawn % 7)) },
    { name: 'node_uname_info', labels: { ...labels, nodename: name, machine: 'x86_64' }, value: 1 },
    { name: 'cpu', labels, value: String((drawn % 100) / 100) },
  ];
}
