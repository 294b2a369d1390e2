import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import { linkableForges } from '#lib/portal/linkable-forges.ts';
import { linkedAccount } from '#lib/portal/linked-account.ts';
import { defineView } from '../_shared/view.ts';

export type AccountRow = {
  forge: string;
  name: string;
  url: string;
  /** The repositories there whose merge requests are decided on here. */
  repositories: string[];
  /** With which account the viewer acts there; null where they have linked none. */
  account: { username: string; name: string; linkedAt: number } | null;
  /** The forge that they sign in with, which needs no link. */
  isSignIn: boolean;
};

export type AccountsData = { accounts: AccountRow[] };

/** With which accounts the viewer acts on the forges; nobody sees those of others. */
export const accountsView = defineView({
  name: 'accounts',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'account.view');
    const { services, actor } = context;
    const { forges, signIn, store, watched, live } = services;
    const position = live.position();
    const linkable = linkableForges(services);
    const accounts: AccountRow[] = [];
    for (const { host } of forges) {
      const isSignIn = host.id === signIn.provider?.id;
      if (isSignIn || linkable.some((forge) => forge.host.id === host.id)) {
        const account = await (isSignIn
          ? store.accounts.findById(actor.accountId)
          : linkedAccount(services, actor.accountId, host));
        accounts.push({
          forge: host.id,
          name: host.name,
          url: host.webUrl,
          repositories: watched.filter(({ ref }) => ref.forgeId === host.id).map(({ ref }) => ref.path),
          account:
            account !== null
              ? { username: account.username, name: account.name, linkedAt: account.lastSignInAt }
              : null,
          isSignIn,
        });
      }
    }
    return { data: { accounts } satisfies AccountsData, sources: [], position };
  },
});
