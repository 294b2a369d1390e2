import type { ModelServerState } from '#lib/domain/model/model.ts';
import { createServerClock } from '#lib/domain/model/server-clock.ts';
import type { ModelServer } from '#lib/ports/model-server.ts';
import { createCards } from './cards.ts';
import { ask, type OllamaConnection } from './client.ts';
import { toState } from './mapper.ts';
import { ModelsBody, VersionBody } from './schema.ts';

export type OllamaOptions = {
  id: string;
  label: string;
  /** Of the server, without the path of the API. */
  url: string;
  /** For each request. */
  timeoutMs: number;
};

/** Reads an Ollama server. It knows no way to load, unload, pull or delete a model. */
export function createOllama(options: OllamaOptions): ModelServer {
  const { id, label, url, timeoutMs } = options;
  const connection: OllamaConnection = { id, url, timeoutMs, clock: createServerClock() };
  return { id, label, read: (signal) => readState(connection, signal), describe: createCards(connection) };
}

/** The three lists at once; when one cannot be had the others are not waited for. */
async function readState(connection: OllamaConnection, outer: AbortSignal | undefined): Promise<ModelServerState> {
  const failed = new AbortController();
  const signal = outer === undefined ? failed.signal : AbortSignal.any([outer, failed.signal]);
  try {
    const [{ version }, loaded, installed] = await Promise.all([
      ask(connection, { path: '/api/version', operation: 'read version', shape: VersionBody, signal }),
      ask(connection, { path: '/api/ps', operation: 'list loaded models', shape: ModelsBody, signal }),
      ask(connection, { path: '/api/tags', operation: 'list installed models', shape: ModelsBody, signal }),
    ]);
    const state = toState(version, { loaded: loaded.models ?? [], installed: installed.models ?? [] });
    const { skewMs } = connection.clock;
    return skewMs === null ? state : { ...state, clockSkewMs: skewMs };
  } finally {
    failed.abort();
  }
}
