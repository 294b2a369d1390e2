import { podSpecOf } from '../controllers/api/pod-types.ts';
import type { SandboxCard } from './cards.ts';
import { expose, type Family, type Labels } from './exposition.ts';

type Counter = Pick<Family, 'help' | 'type'> & { read(card: SandboxCard, bootedMsAgo: number): number };

const gauge = (help: string, read: Counter['read']): Counter => ({ help, type: 'gauge', read });
const counter = (help: string, read: Counter['read']): Counter => ({ help, type: 'counter', read });

/**
 * Of dcgm-exporter's etc/default-counters.csv, with its words, what a GeForce card tells: it has no NVLink and no memory
 * with remapped rows, its driver tells no temperature of the memory, and profiling is for other cards.
 */
const COUNTERS: Record<string, Counter> = {
  DCGM_FI_DEV_SM_CLOCK: gauge('SM clock frequency (in MHz).', (card) => (card.utilPercent > 0 ? 2617 : 180)),
  DCGM_FI_DEV_MEM_CLOCK: gauge('Memory clock frequency (in MHz).', (card) => (card.utilPercent > 0 ? 15_001 : 405)),
  DCGM_FI_DEV_GPU_TEMP: gauge('GPU temperature (in C).', (card) => 34 + Math.round(card.utilPercent * 0.36)),
  DCGM_FI_DEV_POWER_USAGE: gauge('Power draw (in W).', powerOf),
  DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION: counter('Total energy consumption since boot (in mJ).', (_, ms) => ms * 18),
  DCGM_FI_DEV_PCIE_REPLAY_COUNTER: counter('Total number of PCIe retries.', () => 0),
  DCGM_FI_DEV_GPU_UTIL: gauge('GPU utilization (in %).', (card) => card.utilPercent),
  DCGM_FI_DEV_MEM_COPY_UTIL: gauge('Memory utilization (in %).', (card) => Math.round(card.utilPercent * 0.7)),
  DCGM_FI_DEV_ENC_UTIL: gauge('Encoder utilization (in %).', () => 0),
  DCGM_FI_DEV_DEC_UTIL: gauge('Decoder utilization (in %).', () => 0),
  DCGM_FI_DEV_XID_ERRORS: gauge('Value of the last XID error encountered.', () => 0),
  DCGM_FI_DEV_FB_FREE: gauge('Framebuffer memory free (in MiB).', (card) => card.freeMiB),
  DCGM_FI_DEV_FB_USED: gauge('Framebuffer memory used (in MiB).', (card) => card.usedMiB),
  DCGM_FI_DEV_VGPU_LICENSE_STATUS: gauge('vGPU License status', () => 0),
};

/** What the DCGM exporter of a machine tells of its cards. @param bootedMsAgo how long the machine runs */
export function exposeCards(node: string, cards: readonly SandboxCard[], bootedMsAgo: number): string {
  const families = Object.entries(COUNTERS).map(([name, { help, type, read }]) => ({
    name,
    help,
    type,
    samples: cards.map((card) => ({ labels: labelsOf(node, card), value: read(card, bootedMsAgo) })),
  }));
  return expose(families);
}

function labelsOf(node: string, { index, uuid, model, driver, holders }: SandboxCard): Labels {
  // The kubelet tells one device of each slice, and the exporter keeps the last pod that it hears of.
  const holder = holders.at(-1);
  return {
    gpu: String(index),
    UUID: uuid,
    pci_bus_id: `00000000:${(index + 1).toString(16).padStart(2, '0').toUpperCase()}:00.0`,
    device: `nvidia${index}`,
    modelName: model,
    Hostname: node,
    DCGM_FI_DRIVER_VERSION: driver,
    container: holder === undefined ? '' : (podSpecOf(holder).containers[0]?.name ?? ''),
    namespace: holder?.metadata.namespace ?? '',
    pod: holder?.metadata.name ?? '',
  };
}

function powerOf({ utilPercent, usedMiB }: SandboxCard): number {
  return Math.round((14.2 + usedMiB / 1000 + utilPercent * 2.8) * 1000) / 1000;
}
