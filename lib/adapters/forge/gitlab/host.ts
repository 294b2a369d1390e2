import 'server-only';
import { Users } from '@gitbeaker/core';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { clientOptions, withShapeErrors } from './client.ts';
import { createMergeRequestPart } from './merge-requests.ts';
import { createRepositoryPart } from './repository.ts';
import { User } from './schema.ts';

export type GitLabConnection = {
  id: string;
  /** The address people open it under. */
  url: string;
  /** How long one request may take; without it 20 s. */
  timeoutMs?: number;
};

/** A GitLab, self-managed or not, from 15.7 on. */
export function createGitLab({ id, url, timeoutMs }: GitLabConnection): ForgeHost {
  const webUrl = url.replace(/\/$/, '');
  return {
    id,
    name: 'GitLab',
    webUrl,
    as({ accessToken }): Forge {
      const options = clientOptions(id, webUrl, accessToken, timeoutMs);
      const users = new Users(options);
      return withShapeErrors(id, {
        whoAmI: async () => User.parse(await users.showCurrentUser()),
        ...createRepositoryPart(options),
        ...createMergeRequestPart(id, options),
      });
    },
    fileUrl: (repository, ref, path) => `${webUrl}/${repository}/-/blob/${encodePath(ref)}/${encodePath(path)}`,
    commitUrl: (repository, sha) => `${webUrl}/${repository}/-/commit/${sha}`,
  };
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
