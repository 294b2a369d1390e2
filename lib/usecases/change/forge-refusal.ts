import { ExternalError } from '#lib/domain/error/external-error.ts';
import { PortalError, type PortalErrorCode } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import type { Forge, ForgeHost, ForgeUser } from '#lib/ports/forge.ts';
import { tokenGone } from '../session/user-forge.ts';

/** What is asked of the forge with a person's own token. */
type Verb = 'approve' | 'close' | 'comment on' | 'rebase';

/** A forge, as people call it. */
type Named = Pick<ForgeHost, 'id' | 'name'>;

/** What helps where the forge refuses the portal's own account: nothing that the person could do themselves. */
export const PORTAL_ACCOUNT_REMEDY =
  'Tell those who run the portal: its own account needs a valid token and the role Developer there.';

export function portalMayNotRead(forge: string, words: string): string {
  return `${forge} does not let the portal read the repository: ${words}.`;
}

/** What a person is told when the portal's own account cannot read what a form is checked against. */
export function readingRefusal(forge: Named, error: unknown): unknown {
  if (!(error instanceof ExternalError) || error.provider !== forge.id) {
    return error;
  }
  if (['auth', 'forbidden', 'not-found'].includes(error.kind)) {
    return new PortalError('unavailable', portalMayNotRead(forge.name, error.words), {
      suggestion: PORTAL_ACCOUNT_REMEDY,
      cause: error,
    });
  }
  return new PortalError('unavailable', `${forge.name} does not answer as it should: ${error.words}.`, {
    suggestion: 'Nothing was sent, and what you typed is kept. Try again in a moment.',
    cause: error,
    ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
  });
}

/**
 * Who the forge takes a person for by their token, asked before anything is done with it. Unlike that of an approval, a
 * 401 here can only mean the token.
 */
export async function whoOnForge(
  services: Pick<Services, 'signIn'>,
  host: Named,
  forge: Forge,
  verb: Verb,
): Promise<ForgeUser> {
  try {
    return await forge.whoAmI();
  } catch (error) {
    if (!(error instanceof ExternalError) || error.isPortals) {
      throw readingRefusal(host, error);
    }
    if (error.kind === 'auth') {
      throw tokenGone(services, host, error);
    }
    if (error.kind === 'forbidden' || error.kind === 'rate-limited') {
      throw forgeRefusal(host, verb, error);
    }
    throw new PortalError('unavailable', `${host.name} does not answer as it should: ${error.words}.`, {
      suggestion: 'Nothing was done. Try again in a moment.',
      cause: error,
    });
  }
}

/** What a person is told when the forge does not do what they asked for with their own token. */
export function forgeRefusal(forge: Named, verb: Verb, error: unknown): unknown {
  if (!(error instanceof ExternalError)) {
    return error;
  }
  switch (error.kind) {
    case 'auth':
    case 'forbidden':
    case 'not-found':
      return new PortalError('not-permitted', `${forge.name} does not let you ${verb} this.`, {
        suggestion: 'Ask for the right on the repository (the role Developer or higher), or sign in again.',
        cause: error,
      });
    case 'conflict':
      return verb === 'approve'
        ? new PortalError('conflict', 'A new commit arrived since you looked.', {
            suggestion: 'Look at what changed, then decide again.',
            cause: error,
          })
        : refused(forge.name, 'conflict', verb, error);
    case 'invalid':
      return refused(forge.name, 'refused', verb, error);
    case 'rate-limited':
      return new PortalError('rate-limited', `${forge.name} asks the portal to slow down.`, {
        suggestion: 'Try again in a moment.',
        cause: error,
        ...(error.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: error.retryAfterSeconds }),
      });
    case 'timeout':
    case 'unavailable':
    case 'invalid-response':
      // It may have done it before the answer was lost.
      return new PortalError(
        'unavailable',
        `${forge.name} does not answer as it should (${error.words}), so it is not known whether it did ${verb} this.`,
        {
          suggestion:
            verb === 'comment on'
              ? 'Look whether it stands there before you write it once more.'
              : 'Look at where it stands. Try again in a moment: what is done already is not done twice.',
          cause: error,
        },
      );
  }
}

function refused(forge: string, code: PortalErrorCode, verb: Verb, cause: ExternalError): PortalError {
  return new PortalError(code, `${forge} did not ${verb} this: ${cause.words}.`, {
    suggestion: `Look at where it stands on ${forge}, then decide again.`,
    cause,
  });
}
