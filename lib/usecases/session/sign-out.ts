import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { recordAudit } from '#lib/portal/record-audit.ts';
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

/** Ends every session of this person and the tokens of their programs, forgets their forge tokens and takes them back at the forge. */
export async function signOutEverywhere(context: UserContext): Promise<void> {
  const { services, actor } = context;
  await authorize(context, 'session.sign-out', { subjectKind: 'account', subjectId: actor.accountId });
  const { credential, ended } = await services.store.transaction(async (repositories) => {
    const tokens = await repositories.credentials.find(actor.accountId);
    await repositories.credentials.remove(actor.accountId);
    const sessions = await repositories.sessions.removeByAccount(actor.accountId);
    const programs = await repositories.apiTokens.removeByAccount(actor.accountId);
    await recordAudit(context, repositories, {
      action: 'session.sign-out',
      subjectKind: 'account',
      subjectId: actor.accountId,
      outcome: 'done',
      detail: { sessions: sessions.length, tokens: programs },
    });
    return { credential: tokens, ended: sessions };
  });
  for (const sessionId of ended) {
    services.sessionEnded(sessionId);
  }
  if (credential !== null) {
    await giveBack(services, credential, 'tokens could not be revoked at the forge', { accountId: actor.accountId });
  }
}
