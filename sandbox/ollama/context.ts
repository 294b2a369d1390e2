import type { SandboxClock } from '../clock.ts';
import type { Catalogue, StoredModel } from './catalogue.ts';
import { parseKeepAlive } from './go-duration.ts';
import { longName, parseModelName } from './model-name.ts';
import { ReplyError, readInteger } from './requests.ts';
import type { Responder, Weakness } from './responder.ts';
import type { LoadOptions } from './runner.ts';
import { type Lease, QueueFullError, type Scheduler } from './scheduler.ts';
import type { OllamaSettings } from './settings.ts';

/** What the endpoints work with. */
export type OllamaContext = {
  clock: SandboxClock;
  catalogue: Catalogue;
  scheduler: Scheduler;
  settings: OllamaSettings;
  zoneOffsetMinutes: number;
  responder(): Responder;
  weaknesses(): ReadonlySet<Weakness>;
};

/** Throws ReplyError 404 for a model that is not there, 400 for a name that cannot be one. */
export function findModel(context: OllamaContext, name: string): StoredModel {
  const parsed = parseModelName(name);
  if (parsed === null) {
    throw new ReplyError(400, 'invalid model name');
  }
  const model = context.catalogue.find(parsed);
  if (model === undefined) {
    throw new ReplyError(404, `model '${name}' not found`);
  }
  return model;
}

/** undefined leaves it to the server. Throws ReplyError 400 with Go's words. */
export function readKeepAlive(value: string | number | null | undefined): number | undefined {
  if (value === null || value === undefined) {
    return undefined;
  }
  try {
    return parseKeepAlive(value);
  } catch (error) {
    throw error instanceof RangeError ? new ReplyError(400, error.message) : error;
  }
}

export type AcquireRequest = {
  model: StoredModel;
  options: Readonly<Record<string, unknown>>;
  keepAliveMs: number | undefined;
  signal: AbortSignal;
};

/** The options of the model's Modelfile, and over them those of the request. */
export function mergedOptions(model: StoredModel, options: Readonly<Record<string, unknown>> | null | undefined) {
  return { ...model.parameters, ...options };
}

/** Has the model loaded. Throws ReplyError with the status that the server gives (server/routes.go, handleScheduleError). */
export async function acquire(context: OllamaContext, request: AcquireRequest): Promise<Lease> {
  const { settings, scheduler } = context;
  const numCtx = readInteger(request.options, 'num_ctx');
  const options: LoadOptions = {
    contextLength: Math.max(4, numCtx ?? settings.contextLength),
    isContextAutomatic: numCtx === null && settings.isContextAutomatic,
    gpuLayers: readInteger(request.options, 'num_gpu') ?? -1,
  };
  try {
    return await scheduler.acquire({ ...request, options });
  } catch (error) {
    if (request.signal.aborted) {
      throw new ReplyError(499, 'request canceled');
    }
    const status = error instanceof QueueFullError ? 503 : 500;
    throw new ReplyError(status, error instanceof Error ? error.message : String(error));
  }
}

/** Throws ReplyError 400 where the model cannot do what the request needs. */
export function demand(model: StoredModel, capability: 'tools' | 'insert'): void {
  if (!model.capabilities.includes(capability)) {
    throw new ReplyError(400, `${longName(model.parsedName)} does not support ${capability}`);
  }
}
