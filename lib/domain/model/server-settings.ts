/** What a model server was started with, as far as it is declared; null where nobody says. */
export type ServerSettings = {
  numParallel: number | null;
  maxLoadedModels: number | null;
  contextLength: number | null;
  gpuOverheadBytes: number;
  cacheType: keyof typeof CACHE_BYTES;
  keepAlive: string | null;
};

/** Bytes of one number in the cache: f16, or blocks of 32 with a scale of two bytes. */
export const CACHE_BYTES = { f16: 2, q8_0: 34 / 32, q4_0: 18 / 32 } as const;

/** Reads the settings as Ollama does (envconfig/config.go): what makes no sense counts as not set, and so does 0. */
export function readServerSettings(environment: Readonly<Record<string, string>>): ServerSettings {
  const count = (name: string) => {
    const text = Object.hasOwn(environment, name) ? (environment[name] ?? '').trim() : '';
    return /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : null;
  };
  const cacheType = environment.OLLAMA_KV_CACHE_TYPE ?? '';
  return {
    numParallel: count('OLLAMA_NUM_PARALLEL'),
    maxLoadedModels: count('OLLAMA_MAX_LOADED_MODELS'),
    contextLength: count('OLLAMA_CONTEXT_LENGTH'),
    gpuOverheadBytes: count('OLLAMA_GPU_OVERHEAD') ?? 0,
    cacheType: cacheType === 'q8_0' || cacheType === 'q4_0' ? cacheType : 'f16',
    keepAlive: environment.OLLAMA_KEEP_ALIVE ?? null,
  };
}
