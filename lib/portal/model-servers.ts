import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import { serverBehind } from '#lib/domain/model/endpoint.ts';
import type { InstalledModel, ModelCard } from '#lib/domain/model/model.ts';
import { modelKey } from '#lib/domain/model/model-name.ts';
import type { Services } from './context.ts';
import type { ModelServerEntry } from './model-server-entry.ts';

/** The application that brings a server, with what git declares of it; null where there is none. */
export function declaredFor(
  { declaredModels }: Pick<Services, 'declaredModels'>,
  entry: Pick<ModelServerEntry, 'url' | 'application'>,
): DeclaredServer | null {
  return serverBehind(entry, declaredModels.values());
}

/** The model of this name on a server's disk. */
export function installedModel(
  { models }: Pick<Services, 'models'>,
  serverId: string,
  name: string,
): InstalledModel | undefined {
  const installed = models.flatMap((collection) => collection.get(serverId)?.state.installed ?? []);
  return installed.find((model) => modelKey(model.name) === modelKey(name));
}

/**
 * What a server made of the models that git has it make, by `modelKey`. One that cannot be asked is told as a problem: it
 * says nothing of what git declares.
 */
export async function readCards(
  services: Pick<Services, 'models' | 'modelServers'>,
  server: Omit<DeclaredServer, 'cards'>,
  servers: readonly Omit<DeclaredServer, 'cards'>[],
  signal: AbortSignal,
): Promise<Pick<DeclaredServer, 'cards' | 'problems'>> {
  const entries = services.modelServers.filter((entry) => serverBehind(entry, servers) === server);
  const made = server.models.filter(({ how }) => how === 'create');
  const cards: Record<string, ModelCard> = {};
  const problems: string[] = [];
  for (const entry of entries) {
    for (const { name } of made) {
      const model = installedModel(services, entry.id, name);
      try {
        const card = model === undefined ? null : await entry.describe(model, signal);
        if (card !== null) {
          cards[modelKey(name)] = card;
        }
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof ExternalError)) {
          throw error;
        }
        problems.push(`What ${name} was made from could not be asked: ${error.message}`);
      }
    }
  }
  return { cards, problems };
}
