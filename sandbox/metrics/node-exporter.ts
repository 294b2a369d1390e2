import { effectiveRequest } from '../controllers/api/effective-request.ts';
import { fieldAt, fieldsOf, textOf } from '../controllers/api/fields.ts';
import { podSpecOf } from '../controllers/api/pod-types.ts';
import { quantityMillis } from '../controllers/api/quantity.ts';
import { expose, type Family } from './exposition.ts';
import type { Machine } from './machines.ts';

/** The system by itself. */
const SYSTEM_BYTES = 1.4 * 1024 ** 3;
const SYSTEM_RATIO = 0.02;
/** Of what pods ask for, they use this much. */
const MEMORY_USE = 0.7;
const CPU_USE = 0.4;
/** How busy processors share their time. */
const BUSY_MODES = { user: 0.72, system: 0.22, iowait: 0.04, softirq: 0.02 };
const QUIET_MODES = ['irq', 'nice', 'steal'];
/** How long each machine had been running when the sandbox began. */
const UPTIME_SECONDS = 3 * 86_400;

type Worked = { at: number; busySeconds: number };

export type NodeExporter = { expose(machine: Machine): string };

/**
 * The node exporters of all machines. Their counters count real seconds, whatever the pace of the sandbox's clock, since
 * Prometheus takes rates by its own. @param now real ms since 1970
 */
export function createNodeExporter(now: () => number): NodeExporter {
  const startedAt = now();
  const worked = new Map<string, Worked>();
  return {
    expose(machine) {
      const capacity = fieldsOf(fieldAt(machine.node, 'status', 'capacity'));
      const cpus = Math.round(amountOf(capacity.cpu));
      const total = amountOf(capacity.memory);
      const load = loadOf(machine, cpus, total);
      const before = worked.get(machine.name) ?? { at: startedAt, busySeconds: UPTIME_SECONDS * load.ratio };
      const at = Math.max(before.at, now());
      const busySeconds = before.busySeconds + ((at - before.at) / 1000) * load.ratio;
      worked.set(machine.name, { at, busySeconds });
      const uptime = UPTIME_SECONDS + (at - startedAt) / 1000;
      return expose([
        cpuFamily(cpus, busySeconds, uptime),
        gauge('node_boot_time_seconds', 'Node boot time, in unixtime.', at / 1000 - uptime),
        ...diskFamilies(amountOf(capacity['ephemeral-storage'])),
        memory('MemAvailable', total - load.memoryBytes),
        memory('MemFree', (total - load.memoryBytes) * 0.6),
        memory('MemTotal', total),
        unameFamily(machine),
      ]);
    },
  };
}

function loadOf({ pods }: Machine, cpus: number, totalBytes: number): { ratio: number; memoryBytes: number } {
  const asked = pods.map((pod) => effectiveRequest(podSpecOf(pod)));
  const sum = (name: string) => asked.reduce((all, amounts) => all + (amounts.get(name) ?? 0) / 1000, 0);
  return {
    ratio: Math.min(0.95, SYSTEM_RATIO + (cpus === 0 ? 0 : (sum('cpu') * CPU_USE) / cpus)),
    memoryBytes: Math.min(totalBytes * 0.95, SYSTEM_BYTES + sum('memory') * MEMORY_USE),
  };
}

function amountOf(quantity: unknown): number {
  return typeof quantity === 'string' || typeof quantity === 'number' ? quantityMillis(quantity) / 1000 : 0;
}

/** @param busySeconds of one processor: the work is shared evenly */
function cpuFamily(cpus: number, busySeconds: number, uptime: number): Family {
  const seconds: Record<string, number> = { idle: uptime - busySeconds };
  for (const [mode, share] of Object.entries(BUSY_MODES)) {
    seconds[mode] = busySeconds * share;
  }
  for (const mode of QUIET_MODES) {
    seconds[mode] = 0;
  }
  const modes = Object.entries(seconds).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: 'node_cpu_seconds_total',
    help: 'Seconds the CPUs spent in each mode.',
    type: 'counter',
    samples: Array.from({ length: cpus }, (_, cpu) =>
      modes.map(([mode, value]) => ({ labels: { cpu: String(cpu), mode }, value: round(value) })),
    ).flat(),
  };
}

function diskFamilies(sizeBytes: number): Family[] {
  const labels = { device: '/dev/nvme0n1p2', fstype: 'ext4', mountpoint: '/' };
  const disk = (field: string, help: string, share: number): Family => ({
    name: `node_filesystem_${field}_bytes`,
    help,
    type: 'gauge',
    samples: [{ labels, value: Math.round(sizeBytes * share) }],
  });
  return [
    disk('avail', 'Filesystem space available to non-root users in bytes.', 0.58),
    disk('free', 'Filesystem free space in bytes.', 0.63),
    disk('size', 'Filesystem size in bytes.', 1),
  ];
}

function memory(field: string, bytes: number): Family {
  return gauge(`node_memory_${field}_bytes`, `Memory information field ${field}_bytes.`, Math.round(bytes));
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: 'gauge', samples: [{ labels: {}, value }] };
}

function unameFamily({ name, node }: Machine): Family {
  const release = textOf(fieldAt(node, 'status', 'nodeInfo', 'kernelVersion'));
  const labels = {
    domainname: '(none)',
    machine: 'x86_64',
    nodename: name,
    release,
    sysname: 'Linux',
    version: '#1 SMP PREEMPT_DYNAMIC Debian',
  };
  const help = 'Labeled system information as provided by the uname system call.';
  return { name: 'node_uname_info', help, type: 'gauge', samples: [{ labels, value: 1 }] };
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
