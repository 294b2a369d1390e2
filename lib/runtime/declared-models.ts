import 'server-only';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import type { LiveCollection } from '#lib/live/collection.ts';
import { createPoller, type Poller } from '#lib/live/poller.ts';
import type { Services } from '#lib/portal/context.ts';
import { readDeclaredServers } from '#lib/portal/declared-models.ts';
import { readCards } from '#lib/portal/model-servers.ts';
import type { Attention } from '#lib/ports/attention.ts';
import { createSourceLog } from './source-log.ts';

export const DECLARED_MODELS = { id: 'gitops/models', label: 'Models declared in git' };

/** Where the branch points is asked for no more often than this; files of a commit are read once. */
const FAST_MS = 10_000;
const SLOW_MS = 60_000;
const TIMEOUT_MS = 20_000;

/** Reads again and again what git declares of models, and what their servers made of it. */
export function startDeclaredModels(
  services: Services,
  collection: LiveCollection<DeclaredServer>,
  attention?: Attention,
): Poller {
  const { clock, log, engine } = services;
  const tell = createSourceLog(clock, log);
  const poller = createPoller<DeclaredServer>({
    clock,
    read: (signal) => readAll(services, signal),
    sink: collection,
    source: DECLARED_MODELS,
    fastMs: FAST_MS,
    slowMs: SLOW_MS,
    timeoutMs: TIMEOUT_MS,
    random: Math.random,
    maxBackoffMs: FAST_MS,
    report: (error) => tell(DECLARED_MODELS.id, error),
    ...(attention === undefined ? {} : { attention }),
  });
  // Which applications there are is known a moment after the start; later, one that names other files is heard of here.
  const unsubscribe = engine.applications.subscribe(({ upserted, removed }) => {
    const isOfModels = (id: string) => engine.applications.get(id)?.sources.some(({ helm }) => helm !== undefined);
    if ([...upserted].some(isOfModels) || [...removed].some((id) => collection.get(id) !== undefined)) {
      poller.nudge();
    }
  });
  return {
    ...poller,
    async stop() {
      unsubscribe();
      await poller.stop();
    },
  };
}

async function readAll(services: Services, signal: AbortSignal): Promise<Map<string, DeclaredServer>> {
  // Without a server there is nothing to compare with, and no forge need be asked.
  const servers = services.modelServers.length === 0 ? [] : await readDeclaredServers(services);
  const read = await Promise.all(
    servers.map(async (server): Promise<[string, DeclaredServer]> => {
      const { cards, problems } = await readCards(services, server, servers, signal);
      return [server.application, { ...server, cards, problems: [...server.problems, ...problems] }];
    }),
  );
  return new Map(read);
}
