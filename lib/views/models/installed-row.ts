import type { InstalledModel } from '#lib/domain/model/model.ts';
import { hasData } from '#lib/domain/source/source.ts';
import type { Services } from '#lib/portal/context.ts';

/** A model on a server's disk, as a row of the table. */
export type InstalledRow = InstalledModel & {
  /** `server/name`. */
  id: string;
  server: string;
  serverLabel: string;
  isLoaded: boolean;
};

/** Every installed model of every server that is known. */
export function readInstalled({ models }: Pick<Services, 'models'>): InstalledRow[] {
  return models.flatMap((collection) =>
    hasData(collection.source)
      ? [...collection.values()].flatMap(({ id, label, state }) => {
          const loaded = new Set(state.loaded.map(({ name }) => name));
          return state.installed.map((model) => ({
            ...model,
            id: `${id}/${model.name}`,
            server: id,
            serverLabel: label,
            isLoaded: loaded.has(model.name),
          }));
        })
      : [],
  );
}
