import 'server-only';
import { diagnoseOllama } from '#lib/adapters/ollama/diagnose.ts';
import { createOllama } from '#lib/adapters/ollama/provider.ts';
import type { Config } from '#lib/config/load.ts';
import type { Probe } from './probe.ts';

const TIMEOUT_MS = 5_000;

export function modelProbes({ models }: Config): Probe[] {
  return models.map(({ id, label = id, url }) => {
    const server = createOllama({ id, label, url, timeoutMs: TIMEOUT_MS });
    return { id: `models/${id}`, title: `Models ${id}`, address: url, diagnose: () => diagnoseOllama(server) };
  });
}
