import { readdirSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { counter, gauge, type MetricFamily, only, type Sample } from '#lib/domain/metric/family.ts';

const RESOLUTION_MS = 10;
const QUANTILES = [0.5, 0.9, 0.99, 1] as const;

/** What the process and Node say of themselves, under the names that dashboards for Node know. */
export type ProcessMetrics = { families(): MetricFamily[]; stop(): void };

/** Begins to measure how late the event loop is. */
export function startProcessMetrics(): ProcessMetrics {
  const lag = startLoopLag();
  return {
    families: () => [...processFamilies(), lag.family()],
    stop: lag.stop,
  };
}

function processFamilies(): MetricFamily[] {
  const { user, system } = process.cpuUsage();
  const memory = process.memoryUsage();
  const active = Map.groupBy(process.getActiveResourcesInfo(), (type) => type);
  return [
    counter('process_cpu_seconds_total', 'CPU time of the process, user and system.', only((user + system) / 1e6)),
    gauge('process_resident_memory_bytes', 'Resident memory of the process.', only(memory.rss)),
    gauge('process_start_time_seconds', 'When the process began, since 1970.', only(performance.timeOrigin / 1000)),
    gauge('process_open_fds', 'Open file descriptors; none where the system does not tell.', openFiles()),
    gauge('nodejs_heap_size_total_bytes', 'Size of the heap.', only(memory.heapTotal)),
    gauge('nodejs_heap_size_used_bytes', 'What of the heap is in use.', only(memory.heapUsed)),
    gauge('nodejs_external_memory_bytes', 'Memory of buffers beside the heap.', only(memory.external)),
    gauge(
      'nodejs_active_resources',
      'What keeps the event loop alive (sockets, timers, requests), by type.',
      [...active].map(([type, all]) => ({ labels: { type }, value: all.length })),
    ),
  ];
}

function openFiles(): Sample[] {
  try {
    return only(readdirSync('/proc/self/fd').length);
  } catch {
    // Linux alone tells it like this; what is not known is not shown as a number.
    return [];
  }
}

/** Quantiles are those since the last time that anybody asked; count and sum are of the whole life. */
function startLoopLag(): { family(): MetricFamily; stop(): void } {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let count = 0;
  let sum = 0;
  // Node measures from one tick of a timer to the next; what goes beyond its period is the delay.
  const lagSeconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000);
  return {
    family() {
      const isEmpty = histogram.count === 0;
      count += histogram.count;
      sum += isEmpty ? 0 : lagSeconds(histogram.mean) * histogram.count;
      const quantiles = QUANTILES.map((quantile) => ({
        labels: { quantile: String(quantile) },
        value: isEmpty ? Number.NaN : lagSeconds(histogram.percentile(quantile * 100)),
      }));
      histogram.reset();
      return {
        name: 'nodejs_eventloop_lag_seconds',
        help: 'How late the event loop was; quantiles since the last scrape.',
        type: 'summary',
        samples: [
          ...quantiles,
          { suffix: '_sum', labels: {}, value: sum },
          { suffix: '_count', labels: {}, value: count },
        ],
      };
    },
    stop: () => histogram.disable(),
  };
}
