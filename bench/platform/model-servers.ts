import { modelServerName } from '#sandbox/generate/model-server-objects.ts';
import { type RunningOllama, startOllama } from '#sandbox/ollama/server.ts';
import { SEED_MODELS } from '#sandbox/platform/models.ts';
import type { Sandbox } from '#sandbox/start-sandbox.ts';
import type { World } from './world.ts';

const GIB = 1024 ** 3;
const MODELS = 50;
const LOADED = 2;

/** A model server as the portal's configuration names it. */
export type ConfiguredServer = { id: string; label: string; url: string; application?: string; vram?: string };

/** Starts the model servers of a world, each with fifty models, of which two are loaded. */
export async function startModelServers(
  { modelServers = 0, outsideServers }: World,
  { clock, faults }: Pick<Sandbox, 'clock' | 'faults'>,
): Promise<ConfiguredServer[]> {
  return await Promise.all(
    Array.from({ length: modelServers + outsideServers }, async (_, index) => {
      const models = modelsOf(index, clock.now());
      const server = await startOllama({ port: 0, clock, faults, vramBytes: 16 * GIB, models });
      await loadSome(server, models);
      const id = modelServerName(index);
      const where = index < modelServers ? { application: `argocd/${id}` } : { vram: '16Gi' };
      return { id, label: `Ollama ${index}`, url: server.url, ...where };
    }),
  );
}

async function loadSome(server: RunningOllama, models: readonly { name: string }[]): Promise<void> {
  for (const { name } of models.slice(0, LOADED)) {
    await server.load(name);
  }
}

function modelsOf(server: number, now: number) {
  return Array.from({ length: MODELS }, (_, index) => {
    const model = SEED_MODELS[index % SEED_MODELS.length] as (typeof SEED_MODELS)[number];
    const version = Math.floor(index / SEED_MODELS.length);
    return {
      ...model,
      name: `${model.name}-v${version}`,
      digest: (BigInt(`0x${model.digest}`) ^ BigInt(server * MODELS + index + 1)).toString(16).padStart(64, '0'),
      sizeBytes: model.sizeBytes + index,
      modifiedAt: now - index * 3_600_000,
    };
  });
}
