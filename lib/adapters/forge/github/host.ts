import 'server-only';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { withShapeErrors } from '#lib/adapters/_shared/shape-errors.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { createClient } from './client.ts';
import { createDecisionPart } from './decisions.ts';
import { createNotePart } from './notes.ts';
import { createPullPart } from './pulls.ts';
import { createRepositoryPart } from './repository.ts';
import { User } from './schema.ts';
import { createStatusPart } from './statuses.ts';

export type GitHubForgeConnection = {
  id: string;
  /** The address people open it under: `https://github.com`, or that of a GitHub Enterprise Server from 3.9 on. */
  url: string;
  /** How long one request may take; without it 20 s. */
  timeoutMs?: number;
};

export function createGitHub({ id, url, timeoutMs }: GitHubForgeConnection): ForgeHost {
  const webUrl = url.replace(/\/$/, '');
  return {
    id,
    name: 'GitHub',
    webUrl,
    as({ accessToken }, pace): Forge {
      const limit = pace?.timeoutMs ?? timeoutMs;
      const client = createClient({
        provider: id,
        webUrl,
        accessToken,
        ...(limit === undefined ? {} : { timeoutMs: limit }),
      });
      const pulls = createPullPart(client);
      const { merge, ...decisions } = createDecisionPart(client);
      return withShapeErrors(id, 'GitHub', {
        whoAmI: async () => User.parse(await client.get('user')),
        ...createRepositoryPart(id, client),
        ...pulls,
        ...decisions,
        ...createNotePart(client),
        ...createStatusPart(client),
        async merge(repository, iid, wish) {
          await merge(repository, iid, wish);
          const merged = await pulls.mergeRequest(repository, iid);
          if (merged === null) {
            throw client.error('merge', 'invalid-response', 'what it merged is not there');
          }
          return merged;
        },
      } satisfies Forge);
    },
    fileUrl: (repository, ref, path) => `${webUrl}/${repository}/blob/${encodePath(ref)}/${encodePath(path)}`,
    commitUrl: (repository, sha) => `${webUrl}/${repository}/commit/${sha}`,
  };
}
