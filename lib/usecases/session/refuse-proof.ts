import type { UserActor } from '#lib/domain/actor/actor.ts';
import { ExternalError, isTransient } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Identity } from '#lib/ports/identity.ts';

/** Who tried, once the provider has proved it; before that nobody is known. */
export type Claimant = Pick<Identity, 'issuer' | 'subject' | 'username'> | null;

export type Attempt = {
  action: 'session.sign-in' | 'account.link';
  /** The name of the one that was asked. */
  forge: string;
  claimant: Claimant;
  /** Who is signed in already, and links an account. */
  person?: UserActor;
  requestId: string;
};

/** Writes down that somebody did not get in, or could not link an account, and gives why in words for that person. */
export async function refuseProof(
  services: Services,
  { action, forge, claimant, person, requestId }: Attempt,
  error: unknown,
): Promise<unknown> {
  const told = inWords(forge, error, person === undefined ? 'nobody can sign in now' : 'nothing could be linked');
  const claimed = claimant === null ? 'unknown' : `${claimant.issuer} ${claimant.subject}`;
  try {
    await services.store.audit.append({
      at: services.clock.now(),
      actorKind: 'user',
      actorId: person?.accountId ?? claimed,
      actorName: person?.username ?? claimant?.username ?? 'unknown',
      action,
      subjectKind: person === undefined ? 'session' : 'account',
      subjectId: person?.accountId ?? 'none',
      outcome: isOurs(error) ? 'refused' : 'failed',
      detail: { reason: reasonOf(error), ...(person === undefined ? {} : { forge, claimed }) },
      requestId,
    });
  } catch (cause) {
    // Nobody gets in either way; that the log cannot be written is said where such things are said.
    services.log.error('what was refused could not be written to the audit log', { requestId, error: cause });
  }
  return told;
}

/** Refused by the portal's own judgement; everything else is trouble that passes or is to be mended. */
function isOurs(error: unknown): boolean {
  return error instanceof PortalError || (error instanceof ExternalError && !isTransient(error));
}

function inWords(forge: string, error: unknown, so: string): unknown {
  // What is with the portal's own database is no matter of the forge.
  if (!(error instanceof ExternalError) || error.provider === 'database') {
    return error;
  }
  const again = { suggestion: 'Begin again.', cause: error };
  if (isTransient(error)) {
    return new PortalError('unavailable', `${forge} does not answer as it should, so ${so}.`, {
      suggestion: 'Try again in a moment.',
      cause: error,
    });
  }
  switch (error.kind) {
    case 'forbidden':
      return new PortalError('refused', `It was declined at ${forge}.`, again);
    case 'auth':
      return new PortalError('refused', `${forge} did not confirm who you are.`, again);
    default:
      return new PortalError('refused', `What ${forge} answered does not prove who you are.`, {
        suggestion: 'Begin again. If it stays so, an administrator of the portal finds the reason in the audit log.',
        cause: error,
      });
  }
}

/** For administrators: the kind of failure and where, never what the other side sent. */
function reasonOf(error: unknown): string {
  if (error instanceof ExternalError) {
    return `${error.operation}: ${error.kind}`;
  }
  return error instanceof PortalError ? error.code : 'unexpected';
}
