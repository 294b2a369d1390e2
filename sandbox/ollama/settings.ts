import { NEVER_MS, parseGoDuration } from './go-duration.ts';

/** The environment of the server's process; everything is text there. */
export type OllamaEnvironment = {
  readonly OLLAMA_NUM_PARALLEL?: string;
  readonly OLLAMA_MAX_LOADED_MODELS?: string;
  readonly OLLAMA_KEEP_ALIVE?: string;
  readonly OLLAMA_MAX_QUEUE?: string;
  readonly OLLAMA_CONTEXT_LENGTH?: string;
};

export type OllamaSettings = {
  /** Requests that one loaded model works on at a time. */
  numParallel: number;
  maxLoadedModels: number;
  keepAliveMs: number;
  /** Requests that may wait while a model is being loaded or unloaded. */
  maxQueue: number;
  /** Of a sequence, where neither the request nor the model says. */
  contextLength: number;
  /** The context length came from the amount of VRAM and not from anybody. */
  isContextAutomatic: boolean;
};

const GIB = 1024 ** 3;

/** Three models a GPU (server/sched.go, defaultModelsPerGPU). */
const MODELS_PER_GPU = 3;

/** Reads the settings as envconfig/config.go does: what makes no sense counts as not set. */
export function readSettings(environment: OllamaEnvironment, vramBytes: number): OllamaSettings {
  const contextLength = readCount(environment.OLLAMA_CONTEXT_LENGTH, 0);
  return {
    numParallel: Math.max(1, readCount(environment.OLLAMA_NUM_PARALLEL, 1)),
    maxLoadedModels: readCount(environment.OLLAMA_MAX_LOADED_MODELS, 0) || MODELS_PER_GPU,
    keepAliveMs: readKeepAlive(environment.OLLAMA_KEEP_ALIVE),
    maxQueue: readCount(environment.OLLAMA_MAX_QUEUE, 512),
    contextLength: contextLength || contextForVram(vramBytes),
    isContextAutomatic: contextLength === 0,
  };
}

function readCount(text: string | undefined, fallback: number): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : fallback;
}

function readKeepAlive(text: string | undefined): number {
  const fallbackMs = 5 * 60_000;
  if (text === undefined || text === '') {
    return fallbackMs;
  }
  const ms = parseGoDuration(text) ?? (/^-?\d+$/.test(text) ? Number(text) * 1000 : fallbackMs);
  return ms < 0 ? NEVER_MS : Math.min(ms, NEVER_MS);
}

/** server/routes.go, Serve: "slightly lower thresholds" than 48 and 24 GiB. */
function contextForVram(vramBytes: number): number {
  if (vramBytes >= 47 * GIB) {
    return 262_144;
  }
  return vramBytes >= 23 * GIB ? 32_768 : 4096;
}
