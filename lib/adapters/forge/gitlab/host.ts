import 'server-only';
import { Users } from '@gitbeaker/core';
import { encodePath } from '#lib/adapters/_shared/encode-path.ts';
import { withShapeErrors } from '#lib/adapters/_shared/shape-errors.ts';
import type { Forge, ForgeHost } from '#lib/ports/forge.ts';
import { clientOptions } from './client.ts';
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
    as({ accessToken }, pace): Forge {
      const options = clientOptions(id, webUrl, accessToken, pace?.timeoutMs ?? timeoutMs);
      const users = new Users(options);
      return withShapeErrors(id, 'GitLab', {
        whoAmI: async () => User.parse(await users.showCurrentUser()),
        ...createRepositoryPart(id, options),
        ...createMergeRequestPart(id, options),
      });
    },
    fileUrl: (repository, ref, path) => `${webUrl}/${repository}/-/blob/${encodePath(ref)}/${encodePath(path)}`,
    commitUrl: (repository, sha) => `${webUrl}/${repository}/-/commit/${sha}`,
  };
}
