import type { OllamaContext } from './context.ts';
import { shortName } from './model-name.ts';

export type InspectedModel = {
  name: string;
  sizeBytes: number;
  vramBytes: number;
  contextLength: number;
  /** Requests that use it now, and those of them that wait for their turn. */
  users: number;
  inLine: number;
  expiresAt: number;
};

/** What a test may look at without asking the API. */
export type OllamaInspection = {
  loaded(): InspectedModel[];
  installed(): string[];
  /** Requests that wait for a model to be loaded or unloaded. */
  waiting(): number;
  /** Requests that came in, faults aside: `GET /api/ps`. */
  requests(methodAndPath: string): number;
};

export function createInspection(context: OllamaContext): {
  inspect: OllamaInspection;
  count(method: string, path: string): undefined;
} {
  const requests = new Map<string, number>();
  const inspect: OllamaInspection = {
    loaded: () =>
      context.scheduler.loaded().map((runner) => ({
        name: shortName(runner.model.parsedName),
        ...runner.placement,
        contextLength: runner.options.contextLength,
        users: runner.users,
        inLine: runner.slots.waiting,
        expiresAt: runner.expiresAt(),
      })),
    installed: () => context.catalogue.list().map((model) => shortName(model.parsedName)),
    waiting: () => context.scheduler.waiting,
    requests: (methodAndPath) => requests.get(methodAndPath) ?? 0,
  };
  return {
    inspect,
    count(method, path) {
      const key = `${method} ${path}`;
      requests.set(key, (requests.get(key) ?? 0) + 1);
      return undefined;
    },
  };
}
