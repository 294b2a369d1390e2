import 'server-only';
import type { Config } from '#lib/config/load.ts';
import { parseQuantity, toUnits } from '#lib/domain/quantity/quantity.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import type { ModelServer } from '#lib/ports/model-server.ts';

/** A model server as the configuration has it. */
export function modelServerEntry(model: Config['models'][number], server: ModelServer): ModelServerEntry {
  const { id, label = id, url, application = null, vram, maxLoadedModels, numParallel, contextLength } = model;
  const amount = parseQuantity(vram);
  const settings = {
    OLLAMA_MAX_LOADED_MODELS: maxLoadedModels,
    OLLAMA_NUM_PARALLEL: numParallel,
    OLLAMA_CONTEXT_LENGTH: contextLength,
  };
  return {
    id,
    label,
    url,
    application,
    vramBytes: amount === null ? null : toUnits(amount),
    environment: Object.fromEntries(
      Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    ),
    describe: server.describe,
  };
}
