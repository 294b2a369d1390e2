import { ExternalError, isTransient } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Identity } from '#lib/ports/identity.ts';

/** Who tried, once the provider has proved it; before that nobody is known. */
export type Claimant = Pick<Identity, 'issuer' | 'subject' | 'username'> | null;

/** Writes down that somebody did not get in, and gives why in words for that person. */
export async function refuseSignIn(
  services: Services,
  requestId: string,
  claimant: Claimant,
  error: unknown,
): Promise<unknown> {
  const told = inWords(services.signIn.provider?.name ?? 'the forge', error);
  try {
    await services.store.audit.append({
      at: services.clock.now(),
      actorKind: 'user',
      actorId: claimant === null ? 'unknown' : `${claimant.issuer} ${claimant.subject}`,
      actorName: claimant?.username ?? 'unknown',
      action: 'session.sign-in',
      subjectKind: 'session',
      subjectId: 'none',
      outcome: isOurs(error) ? 'refused' : 'failed',
      detail: { reason: reasonOf(error) },
      requestId,
    });
  } catch (cause) {
    // Nobody gets in either way; that the log cannot be written is said where such things are said.
    services.log.error('a refused sign-in could not be written to the audit log', { requestId, error: cause });
  }
  return told;
}

/** Refused by the portal's own judgement; everything else is trouble that passes or is to be mended. */
function isOurs(error: unknown): boolean {
  return error instanceof PortalError || (error instanceof ExternalError && !isTransient(error));
}

function inWords(forge: string, error: unknown): unknown {
  // What is with the portal's own database is no matter of the forge.
  if (!(error instanceof ExternalError) || error.provider === 'database') {
    return error;
  }
  const again = { suggestion: 'Begin again.', cause: error };
  if (isTransient(error)) {
    return new PortalError('unavailable', `${forge} does not answer as it should, so nobody can sign in now.`, {
      suggestion: 'Try again in a moment.',
      cause: error,
    });
  }
  switch (error.kind) {
    case 'forbidden':
      return new PortalError('refused', `The sign-in was declined at ${forge}.`, again);
    case 'auth':
      return new PortalError('refused', `${forge} did not confirm this sign-in.`, again);
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
