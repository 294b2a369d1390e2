import 'server-only';
import { z } from 'zod';
import { authorize } from '#lib/portal/authorize.ts';
import type { ApiToken } from '#lib/ports/store.ts';
import { defineView } from '../_shared/view.ts';

export type TokensData = {
  /** Those of the viewer that are still good, newest first. */
  tokens: Omit<ApiToken, 'accountId'>[];
  /** The portal's own address, for examples. */
  portalUrl: string;
};

/** The tokens of one's own programs; nobody sees those of others. */
export const tokensView = defineView({
  name: 'tokens',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'token.view');
    const { store, clock, live, portalUrl } = context.services;
    const position = live.position();
    const known = await store.apiTokens.listByAccount(context.actor.accountId);
    const tokens = known.filter(({ expiresAt }) => expiresAt > clock.now()).map(({ accountId: _, ...token }) => token);
    return { data: { tokens, portalUrl } satisfies TokensData, sources: [], position };
  },
});
