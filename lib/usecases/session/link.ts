import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { type LinkableForge, linkableForge } from '#lib/portal/linkable-forges.ts';
import { takeCredentials } from '#lib/portal/linked-account.ts';
import { parseInput } from '#lib/portal/parse-input.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import { giveBack } from './give-back.ts';
import { type Begun, beginProof, type Proof, takeProof } from './pending.ts';
import { type Claimant, refuseProof } from './refuse-proof.ts';

const Callback = z.object({ forge: z.string().max(100) });
const LinkInput = z.object({ forge: z.string().max(100), returnTo: z.unknown() });

/** Begins to link somebody's own account on another forge than the one that they sign in with. */
export async function startLink(context: UserContext, input: unknown): Promise<Begun> {
  const { accountId } = context.actor;
  await authorize(context, 'account.link', { subjectKind: 'account', subjectId: accountId });
  const { forge, returnTo } = parseInput(LinkInput, input);
  return await beginProof(context.services, linkableForge(context.services, forge).provider, { returnTo, accountId });
}

/**
 * Finishes what `startLink` began, for the person who began it and nobody else. An account that is somebody else's here stays
 * theirs: two people who were one on a forge could approve what they wrote themselves.
 */
export async function finishLink(context: UserContext, input: unknown): Promise<{ returnTo: string }> {
  const { services, actor, requestId } = context;
  let claimant: Claimant = null;
  let forge = 'the forge';
  try {
    await authorize(context, 'account.link', { subjectKind: 'account', subjectId: actor.accountId });
    const { host, provider } = linkableForge(services, parseInput(Callback, input).forge);
    forge = host.name;
    const proof = await takeProof(services, provider, input, actor.accountId);
    claimant = proof.identity;
    await link(context, { host, provider }, proof);
    return { returnTo: proof.returnTo };
  } catch (error) {
    throw await refuseProof(services, { action: 'account.link', forge, claimant, person: actor, requestId }, error);
  }
}

type At = Pick<LinkableForge, 'host' | 'provider'>;

async function link(context: UserContext, { host, provider }: At, { identity, tokens }: Proof): Promise<void> {
  const { services, actor } = context;
  const replaced = await services.store.transaction(async (repositories) => {
    const account = await repositories.accounts.link(identity, actor.accountId, services.clock.now());
    if (account === null) {
      return null;
    }
    // One of theirs is in use there at a time.
    const before = await takeCredentials(repositories, actor.accountId, host);
    await repositories.credentials.save({ accountId: account.id, ...tokens });
    await recordAudit(context, repositories, {
      action: 'account.link',
      subjectKind: 'account',
      subjectId: actor.accountId,
      outcome: 'done',
      detail: { forge: provider.id, username: identity.username, subject: identity.subject },
    });
    return before;
  });
  if (replaced === null) {
    await giveBack(services, provider, tokens, 'tokens of a refused link could not be revoked');
    throw new PortalError('conflict', `${identity.username} on ${host.name} is the account of somebody else here.`, {
      suggestion: `Sign in on ${host.name} as yourself, then link again.`,
    });
  }
  // A forge may give the same token once more.
  for (const credential of replaced.filter(({ accessToken }) => accessToken !== tokens.accessToken)) {
    await giveBack(services, provider, credential, 'replaced tokens could not be revoked at the forge');
  }
}
