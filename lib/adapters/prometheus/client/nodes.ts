import type { NodeMetrics } from '#lib/domain/gpu/card-metrics.ts';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import type { Series } from './client.ts';
import { keyOf, machineOf, newestOf, type Told } from './told.ts';

const TOTAL = 'node_memory_MemTotal_bytes';
const AVAILABLE = 'node_memory_MemAvailable_bytes';
const NAME = 'node_uname_info';
export const NODE_SERIES = [TOTAL, AVAILABLE, NAME];

/**
 * Part of the time between the last two scrapes in which processors did anything. Not `rate`, as is usual: it divides by the
 * whole five minutes, so that a machine that has been measured for one of them seems four fifths busy.
 */
export const CPU_QUERY = '1 - avg without (cpu, mode) (irate(node_cpu_seconds_total{mode="idle"}[5m]))';
/** Clocks of machines differ a little: a rate may leave its bounds by so much. */
const SLACK = 0.05;

type Field = 'memoryUsedBytes' | 'memoryTotalBytes' | 'cpuRatio';
type Raw = { labels: Series['labels']; at: number; total: number | null; available: number | null; cpu: number | null };

/**
 * The machines that series of node-exporter tell of, in the order of their names.
 * @param cpu what `CPU_QUERY` gave
 * @param measuredAt when each set of series was measured, in ms since 1970, by `keyOf`
 */
export function toNodes(
  series: readonly Series[],
  cpu: readonly Series[],
  measuredAt: ReadonlyMap<string, number>,
  places: KnownPlaces,
): { nodes: NodeMetrics[]; homeless: number } {
  const names = namesOf(series);
  const machines = new Map<string, Told<Field>[]>();
  let homeless = 0;
  for (const [key, raw] of setsOf(series, cpu, measuredAt)) {
    const name = machineOf(raw, places, names.get(raw.labels.instance ?? '') ?? []);
    if (name === null) {
      homeless += 1;
      continue;
    }
    machines.set(name, [...(machines.get(name) ?? []), { key, at: raw.at, figures: figuresOf(raw) }]);
  }
  const nodes = [...machines].map(([name, told]) => toNode(name, told));
  return { nodes: nodes.toSorted((a, b) => (a.id < b.id ? -1 : 1)), homeless };
}

/** The machine's own name by the address it was asked at. */
function namesOf(series: readonly Series[]): Map<string, string[]> {
  const named = series.filter(({ labels }) => labels.__name__ === NAME);
  return new Map(named.map(({ labels: { instance = '', nodename = '' } }) => [instance, [nodename]]));
}

function setsOf(
  series: readonly Series[],
  cpu: readonly Series[],
  measuredAt: ReadonlyMap<string, number>,
): Map<string, Raw> {
  const sets = new Map<string, Raw>();
  const setOf = ({ labels, at }: Series): Raw => {
    const key = keyOf(labels);
    const set = sets.get(key) ?? { labels, at: measuredAt.get(key) ?? at, total: null, available: null, cpu: null };
    sets.set(key, set);
    return set;
  };
  for (const one of series) {
    if (one.labels.__name__ === TOTAL) {
      setOf(one).total = one.value;
    } else if (one.labels.__name__ === AVAILABLE) {
      setOf(one).available = one.value;
    }
  }
  for (const one of cpu) {
    setOf(one).cpu = one.value;
  }
  return sets;
}

function figuresOf({ total, available, cpu }: Raw): Told<Field>['figures'] {
  const memoryTotalBytes = total !== null && total > 0 ? total : null;
  const isSane = memoryTotalBytes !== null && available !== null && available >= 0 && available <= memoryTotalBytes;
  return {
    memoryTotalBytes,
    memoryUsedBytes: isSane ? memoryTotalBytes - available : null,
    cpuRatio: cpu !== null && cpu >= -SLACK && cpu <= 1 + SLACK ? Math.min(1, Math.max(0, cpu)) : null,
  };
}

function toNode(name: string, told: readonly Told<Field>[]): NodeMetrics {
  const { at, figures } = newestOf(told, ['memoryUsedBytes', 'memoryTotalBytes']);
  const { memoryUsedBytes = null, memoryTotalBytes = null, cpuRatio = null } = figures;
  return { id: name, name, memoryUsedBytes, memoryTotalBytes, cpuRatio, asOf: at };
}
