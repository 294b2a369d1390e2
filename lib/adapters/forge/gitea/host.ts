import 'server-only';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { withShapeErrors } from '#lib/adapters/_shared/shape-errors.ts';
import { isCommitSha } from '#lib/adapters/forge/_shared/addresses.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { createClient } from './client.ts';
import { createDecisionPart } from './decisions.ts';
import { createNotePart } from './notes.ts';
import { createPullPart } from './pulls.ts';
import { createRepositoryPart } from './repository.ts';
import { User } from './schema.ts';

export type GiteaConnection = {
  id: string;
  /** The address people open it under. */
  url: string;
  /** How long one request may take; without it 20 s. */
  timeoutMs?: number;
};

/** A Gitea from 1.22 on, or a Forgejo from 7 on. */
export function createGitea({ id, url, timeoutMs }: GiteaConnection): ForgeHost {
  const webUrl = url.replace(/\/$/, '');
  return {
    id,
    name: 'Gitea',
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
      return withShapeErrors(id, 'Gitea', {
        whoAmI: async () => User.parse(await client.get('user')),
        ...createRepositoryPart(id, client),
        ...pulls,
        ...decisions,
        ...createNotePart(client),
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
    fileUrl: (repository, ref, path) => {
      const place = isCommitSha(ref) ? 'commit' : 'branch';
      return `${webUrl}/${repository}/src/${place}/${encodePath(ref)}/${encodePath(path)}`;
    },
    commitUrl: (repository, sha) => `${webUrl}/${repository}/commit/${sha}`,
  };
}
