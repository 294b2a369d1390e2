import { ApiError } from './api-error.ts';

/** One line of `argocd-rbac-cm`: `p, account, applications, get, default/*, allow`. */
export type Policy = { resource: string; action: string; object: string };

/** An API key of a local account (`accounts.<name>: apiKey`). */
export type SeedAccount = { token: string; name: string; policies: readonly Policy[] };

/** To look at every application, and nothing else. */
export const READ_APPLICATIONS: Policy = { resource: 'applications', action: 'get', object: '*/*' };

export type Accounts = {
  /** Throws ApiError 401 for none and for one that Argo CD does not know. */
  accountOf(authorization: string | undefined): SeedAccount;
  /** Puts a token in place of the others of that account; for tests. */
  set(account: SeedAccount): void;
};

export function createAccounts(seeds: readonly SeedAccount[]): Accounts {
  let accounts = [...seeds];
  return {
    accountOf(authorization = '') {
      const [, token] = /^Bearer (\S+)$/i.exec(authorization.trim()) ?? [];
      if (token === undefined) {
        throw new ApiError(401, 'no session information');
      }
      const account = accounts.find((one) => one.token === token);
      if (account === undefined) {
        throw new ApiError(401, 'invalid session: token signature is invalid: signature is invalid');
      }
      return account;
    },
    set(account) {
      accounts = [...accounts.filter(({ name }) => name !== account.name), account];
    },
  };
}

export function isAllowed({ policies }: SeedAccount, { resource, action, object }: Policy): boolean {
  return policies.some(
    (policy) => matches(policy.resource, resource) && matches(policy.action, action) && matches(policy.object, object),
  );
}

export function assertAllowed(account: SeedAccount, wanted: Policy): void {
  if (!isAllowed(account, wanted)) {
    const { resource, action, object } = wanted;
    throw new ApiError(403, `permission denied: ${resource}, ${action}, ${object}, sub: ${account.name}`);
  }
}

/** A glob of which `*` stands for anything, slashes too. */
function matches(glob: string, text: string): boolean {
  const pattern = glob.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${pattern.join('.*')}$`).test(text);
}
