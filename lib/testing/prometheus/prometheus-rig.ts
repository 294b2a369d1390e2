import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPrometheus } from '#lib/cli/prometheus/find-prometheus.ts';
import {
  type PrometheusOptions,
  type RunningPrometheus,
  startPrometheus,
} from '#lib/cli/prometheus/start-prometheus.ts';
import { createSandboxClock } from '#sandbox/clock.ts';
import { generatedNode } from '#sandbox/generate/workload-objects.ts';
import type { RunningServer } from '#sandbox/http/server.ts';
import { resourceType } from '#sandbox/kubernetes/resources.ts';
import { createObjectStore, type ObjectStore } from '#sandbox/kubernetes/store.ts';
import type { OllamaLoad } from '#sandbox/metrics/cards.ts';
import { startMetrics } from '#sandbox/metrics/server.ts';

export type PrometheusRig = {
  prometheus: RunningPrometheus;
  exporters: RunningServer;
  store: ObjectStore;
  /** What Ollama holds in its card, for tests to change. */
  ollama: OllamaLoad;
  close(): Promise<void>;
};

/** The installed Prometheus, started for a test; null where there is none. It scrapes these exporters every second. */
export async function startRealPrometheus(
  options: Omit<PrometheusOptions, 'program' | 'dir'>,
): Promise<RunningPrometheus | null> {
  const program = findPrometheus();
  if (program === null) {
    return null;
  }
  const dir = mkdtempSync(join(tmpdir(), 'portolan-prometheus-'));
  const running = await startPrometheus({ scrapeSeconds: 1, ...options, program, dir });
  return {
    ...running,
    async stop() {
      await running.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A machine without a card (`node-000`) and two with one each (`gpu-001`, `gpu-009`), measured by a real Prometheus; null without one. */
export async function startPrometheusRig(): Promise<PrometheusRig | null> {
  const clock = createSandboxClock();
  const store = createObjectStore(clock);
  for (const number of [0, 1, 9]) {
    store.create(resourceType('Node'), generatedNode(number, new Date(clock.now()).toISOString()));
  }
  const ollama: OllamaLoad = { vramBytes: 0, users: 0 };
  const exporters = await startMetrics({ port: 0, store, ollama: () => ollama });
  const prometheus = await startRealPrometheus({ exporters: exporters.url });
  const close = async () => {
    await prometheus?.stop();
    await exporters.close();
    clock.stop();
  };
  if (prometheus === null) {
    await close();
    return null;
  }
  return { prometheus, exporters, store, ollama, close };
}
