import type { OidcDialect } from './discover.ts';

/**
 * Gitea and Forgejo say `unauthorized_client` of a secret that is wrong and of a code or refresh token that is over or was
 * used; only the words differ. Read literally, nobody would ever be asked to sign in again.
 */
export const GITEA_DIALECT: OidcDialect = {
  errorOf(error, description) {
    if (error !== 'unauthorized_client') {
      return error;
    }
    return /client secret|redirect uri/i.test(description) ? 'invalid_client' : 'invalid_grant';
  },
  // Its document lists the scopes for signing in, and none of those for its API.
  isScopeListed: (scope) => !scope.includes(':'),
};
