import { authorize } from '#lib/portal/authorize.ts';
import type { Services, UserContext } from '#lib/portal/context.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
import type { Account } from '#lib/ports/store.ts';
import { giveBack } from './give-back.ts';

/** Ends this session, and the live streams it has open. */
export async function signOut(context: UserContext): Promise<void> {
  const { services, actor } = context;
  await authorize(context, 'session.sign-out', { subjectKind: 'session', subjectId: actor.sessionId });
  await services.store.transaction(async (repositories) => {
    await repositories.sessions.remove(actor.sessionId);
    await recordAudit(context, repositories, {
      action: 'session.sign-out',
      subjectKind: 'session',
      subjectId: actor.sessionId,
      outcome: 'done',
      detail: {},
    });
  });
  services.sessionEnded(actor.sessionId);
}

/** Ends every session of this person and the tokens of their programs, forgets their tokens, also those of linked accounts, and takes them back at the forge. */
export async function signOutEverywhere(context: UserContext): Promise<void> {
  const { services, actor } = context;
  await authorize(context, 'session.sign-out', { subjectKind: 'account', subjectId: actor.accountId });
  const owned = await services.store.accounts.listOwned(actor.accountId);
  const accounts = [{ id: actor.accountId, provider: services.signIn.provider }, ...owned.map(providerOf(services))];
  const { credentials, ended } = await services.store.transaction(async (repositories) => {
    const tokens = [];
    for (const { id, provider } of accounts) {
      const credential = await repositories.credentials.find(id);
      if (credential !== null) {
        tokens.push({ credential, provider });
        await repositories.credentials.remove(id);
      }
    }
    const sessions = await repositories.sessions.removeByAccount(actor.accountId);
    const programs = await repositories.apiTokens.removeByAccount(actor.accountId);
    await recordAudit(context, repositories, {
      action: 'session.sign-out',
      subjectKind: 'account',
      subjectId: actor.accountId,
      outcome: 'done',
      detail: { sessions: sessions.length, tokens: programs },
    });
    return { credentials: tokens, ended: sessions };
  });
  for (const sessionId of ended) {
    services.sessionEnded(sessionId);
  }
  // Beside one another: who leaves does not wait for one forge after the other.
  await Promise.all(
    credentials.map(({ credential, provider }) =>
      giveBack(services, provider, credential, 'tokens could not be revoked at the forge', {
        accountId: credential.accountId,
      }),
    ),
  );
}

function providerOf({ forges }: Services) {
  return ({ id, issuer }: Account) => {
    const forge = forges.find(({ host }) => host.webUrl === issuer);
    return { id, provider: forge?.provider ?? null };
  };
}
