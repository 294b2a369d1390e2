import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import { findRoute, type Reply, type Route } from '../http/router.ts';
import { startHttpServer } from '../http/server.ts';
import { JSON_TYPE } from './answer-writer.ts';
import { createCatalogue, type ModelSeed } from './catalogue.ts';
import { acquire, findModel, mergedOptions, type OllamaContext } from './context.ts';
import { embedRoutes } from './embed-routes.ts';
import { generationRoutes } from './generation-routes.ts';
import { createInspection, type OllamaInspection } from './inspect.ts';
import { listingRoutes } from './listing-routes.ts';
import { completionRoutes } from './openai/completion-routes.ts';
import { ReplyError } from './requests.ts';
import { createDefaultResponder, type Responder, type Weakness } from './responder.ts';
import { createScheduler } from './scheduler.ts';
import { type OllamaEnvironment, readSettings } from './settings.ts';

export type OllamaOptions = {
  /** 0 takes a free one. */
  port: number;
  clock: SandboxClock;
  faults: FaultSwitches;
  /** Of the one GPU; 0 is a machine without. */
  vramBytes: number;
  /** For what does not fit into VRAM; without it 64 GiB. */
  ramBytes?: number;
  models: readonly ModelSeed[];
  environment?: OllamaEnvironment;
  /** Writes the answers; without it the default one, which says that it is the sandbox. */
  responder?: Responder;
  weaknesses?: readonly Weakness[];
  /** The server's zone, which the times in its lists are written in. */
  zoneOffsetMinutes?: number;
};

export type RunningOllama = {
  url: string;
  close(): Promise<void>;
  /** The server's own view, past its API. */
  inspect: OllamaInspection;
  /** Loads a model as an empty request does. Throws where there is no such model or no memory for it. */
  load(name: string): Promise<void>;
  /** Lets tests write the answers from now on; null is the default again. */
  setResponder(responder: Responder | null): void;
  setWeaknesses(weaknesses: readonly Weakness[]): void;
};

/**
 * A pretend Ollama 0.32.15 with one GPU on loopback: memory, queue, keep-alive, streams and errors as server/routes.go
 * and server/sched.go have them. It does not pull, push, create, copy or delete models, takes no images, calls no tools
 * and has of the OpenAI side the list of models and chat completions; other paths are unknown to it and answer 404.
 */
export async function startOllama(options: OllamaOptions): Promise<RunningOllama> {
  const { context, setResponder, setWeaknesses } = createContext(options);
  const routes = [
    ...listingRoutes(context),
    ...generationRoutes(context),
    ...completionRoutes(context),
    ...embedRoutes(context),
  ];
  const { inspect, count } = createInspection(context);
  const server = await startHttpServer({
    name: 'ollama',
    routes,
    faults: options.faults,
    port: options.port,
    before: ({ method, path, response }) => {
      // Its clock is the platform's, in all that it says.
      response.setHeader('date', new Date(options.clock.now()).toUTCString());
      return count(method, path);
    },
    notFound: () => plainText(404, '404 page not found'),
    methodNotAllowed: ({ path }) => ({
      ...plainText(405, '405 method not allowed'),
      headers: { 'content-type': 'text/plain', allow: allowedMethods(routes, path) },
    }),
    statusBody: (status) => ({ error: `${status} switched on in the sandbox` }),
    onError: errorReply,
  });
  return {
    url: server.url,
    inspect,
    setResponder,
    setWeaknesses,
    load: (name) => load(context, name),
    async close() {
      await server.close();
      context.scheduler.close();
    },
  };
}

function createContext(options: OllamaOptions) {
  const { clock, vramBytes, ramBytes = 64 * 1024 ** 3 } = options;
  const settings = readSettings(options.environment ?? {}, vramBytes);
  let weaknesses: ReadonlySet<Weakness> = new Set(options.weaknesses);
  const fallback = createDefaultResponder(() => weaknesses.has('hollow'));
  let responder = options.responder ?? fallback;
  const context: OllamaContext = {
    clock,
    catalogue: createCatalogue(options.models),
    scheduler: createScheduler({ clock, settings, vramBytes, ramBytes }),
    settings,
    zoneOffsetMinutes: options.zoneOffsetMinutes ?? 0,
    responder: () => responder,
    weaknesses: () => weaknesses,
  };
  return {
    context,
    setResponder: (next: Responder | null) => {
      responder = next ?? fallback;
    },
    setWeaknesses: (next: readonly Weakness[]) => {
      weaknesses = new Set(next);
    },
  };
}

async function load(context: OllamaContext, name: string): Promise<void> {
  const model = findModel(context, name);
  const { signal } = new AbortController();
  const lease = await acquire(context, { model, options: mergedOptions(model, {}), keepAliveMs: undefined, signal });
  lease.release();
}

function plainText(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain' }, body };
}

function allowedMethods(routes: readonly Route[], path: string): string {
  const methods = ['GET', 'HEAD', 'POST'].filter((method) => {
    const match = findRoute(routes, method, path);
    return match !== null && match !== 'method-not-allowed';
  });
  return methods.join(', ');
}

function errorReply(error: unknown): Reply {
  const status = error instanceof ReplyError ? error.status : 500;
  const message = error instanceof Error ? error.message : String(error);
  return { status, headers: { 'content-type': JSON_TYPE }, body: { error: message } };
}
