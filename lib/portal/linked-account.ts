import type { ForgeHost } from '#lib/ports/forge.ts';
import type { Account, Credential, Repositories } from '#lib/ports/store.ts';
import type { Services } from './context.ts';

type Of = Pick<Services, 'store'>;
type On = Pick<ForgeHost, 'webUrl'>;

/** The account that a person acts with on a forge that they do not sign in with; null where none is linked. */
export async function linkedAccount({ store }: Of, personId: string, { webUrl }: On): Promise<Account | null> {
  for (const account of await store.accounts.listOwned(personId)) {
    // Of those that are not linked any more only whose they are is still known.
    if (account.issuer === webUrl && (await store.credentials.find(account.id)) !== null) {
      return account;
    }
  }
  return null;
}

/** All that a forge knows a person by, also by accounts that they linked once: what was pushed with those is theirs. */
export async function forgeUserIds({ store }: Of, personId: string, { webUrl }: On): Promise<string[]> {
  const [own, owned] = await Promise.all([store.accounts.findById(personId), store.accounts.listOwned(personId)]);
  const all = own === null ? owned : [own, ...owned];
  return all.filter(({ issuer }) => issuer === webUrl).map(({ subject }) => subject);
}

/** Forgets the tokens of all that somebody has linked on a forge, and gives them, for the forge to take back. */
export async function takeCredentials(
  { accounts, credentials }: Pick<Repositories, 'accounts' | 'credentials'>,
  personId: string,
  { webUrl }: On,
): Promise<Credential[]> {
  const taken: Credential[] = [];
  for (const { id, issuer } of await accounts.listOwned(personId)) {
    const credential = issuer === webUrl ? await credentials.find(id) : null;
    if (credential !== null) {
      await credentials.remove(id);
      taken.push(credential);
    }
  }
  return taken;
}
