import { inRepository } from '#lib/adapters/forge/_shared/addresses.ts';
import { ExternalError } from '#lib/domain/error/external-error.ts';
import type { GiteaClient } from './client.ts';
import { listOf } from './pages.ts';
import { Label } from './schema.ts';

const MOST_PAGES = 20;
/** Gitea asks for one. */
const COLOUR = '#0052cc';

/**
 * The numbers of labels, which are made where they are missing: Gitea takes no names, and lets there be two of one name, so
 * that those who ask at once wait for the same answer.
 */
export function createLabels(client: GiteaClient) {
  const asked = new Map<string, Promise<number[]>>();
  return (repository: string, names: readonly string[]): Promise<number[]> => {
    const key = JSON.stringify([repository, names]);
    const going = asked.get(key) ?? look(client, repository, names).finally(() => asked.delete(key));
    asked.set(key, going);
    return going;
  };
}

async function look(client: GiteaClient, repository: string, names: readonly string[]): Promise<number[]> {
  if (names.length === 0) {
    return [];
  }
  try {
    const address = inRepository(repository, 'labels');
    const { items } = await listOf(client, address, Label, { mostPages: MOST_PAGES });
    const ids: number[] = [];
    for (const name of new Set(names)) {
      const known = items.find((label) => label.name === name);
      ids.push((known ?? Label.parse(await client.write('POST', address, { name, color: COLOUR }))).id);
    }
    return ids;
  } catch (error) {
    // A label is for finding things again: whoever may not make one opens the request without.
    if (error instanceof ExternalError && error.kind === 'forbidden') {
      return [];
    }
    throw error;
  }
}
