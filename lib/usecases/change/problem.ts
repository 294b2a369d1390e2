import type { Change, ChangeProblem } from '#lib/domain/change/change.ts';
import { ExternalError, isTransient } from '#lib/domain/error/external-error.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Services } from '#lib/portal/context.ts';
import { forgeName } from '#lib/portal/forge-of.ts';
import { PORTAL_ACCOUNT_REMEDY, portalMayNotRead } from './forge-refusal.ts';

/** Whether the portal goes on by itself after this error: it passes with time, or with a new sign-in. */
function isRetried(error: unknown): boolean {
  return (
    isTransient(error) ||
    isAuthProblem(error) ||
    (error instanceof PortalError && error.code === 'link-account') ||
    !(error instanceof ExternalError || error instanceof PortalError)
  );
}

function isAuthProblem(error: unknown): boolean {
  return (
    (error instanceof PortalError && error.code === 'sign-in-again') ||
    (error instanceof ExternalError && error.kind === 'auth')
  );
}

/** Puts what went wrong into words for the person who waits for the change. Keeps when it was first met. */
export function toProblem(
  services: Services,
  change: Pick<Change, 'repository' | 'requester' | 'merger'>,
  during: string,
  error: unknown,
  before: ChangeProblem | null,
): ChangeProblem {
  const { message, suggestion } =
    ofPerson(services, change, error) ?? inWords(error, forgeName(services, change.repository));
  const same = before !== null && before.during === during && before.message === message;
  return { since: same ? before.since : services.clock.now(), during, message, suggestion, retrying: isRetried(error) };
}

/** What is with the account of whoever acts, which only they can mend; null for everything else. */
function ofPerson(
  services: Services,
  { repository, requester, merger }: Pick<Change, 'repository' | 'requester' | 'merger'>,
  error: unknown,
): { message: string; suggestion: string } | null {
  const isGone = error instanceof PortalError && error.code === 'link-account';
  if (!(isGone || (isAuthProblem(error) && !(error instanceof ExternalError && error.isPortals)))) {
    return null;
  }
  const { provider } = services.signIn;
  const isSignIn = !isGone && (error instanceof PortalError || provider === null || provider.id === repository.forgeId);
  if (isSignIn) {
    return {
      message: `${provider?.name ?? forgeName(services, repository)} does not accept the sign-in any more.`,
      suggestion: 'Sign in again; the change then goes on by itself. Nothing is lost.',
    };
  }
  const { name } = merger ?? requester;
  return {
    message: `${forgeName(services, repository)} does not accept the account that ${name} linked any more.`,
    suggestion: `${name} links it again on the page Accounts; the change then goes on by itself. Nothing is lost.`,
  };
}

function inWords(error: unknown, forge: string): { message: string; suggestion: string } {
  const isPortals = error instanceof ExternalError && error.isPortals;
  if (isPortals && error.kind === 'auth') {
    return { message: portalMayNotRead(forge, error.words), suggestion: PORTAL_ACCOUNT_REMEDY };
  }
  if (error instanceof PortalError) {
    return { message: error.message, suggestion: error.suggestion ?? '' };
  }
  if (!(error instanceof ExternalError)) {
    return {
      message: 'Something unexpected happened in the portal.',
      suggestion: 'The portal tries again. Its log has the details.',
    };
  }
  switch (error.kind) {
    case 'unavailable':
    case 'timeout':
    case 'invalid-response':
      return {
        message: `${forge} does not answer as it should: ${error.words}.`,
        suggestion: 'The portal tries again by itself.',
      };
    case 'rate-limited':
      return {
        message: `${forge} asks the portal to slow down.`,
        suggestion: `The portal goes on by itself${error.retryAfterSeconds === undefined ? '' : ` in ${error.retryAfterSeconds} s`}.`,
      };
    case 'forbidden':
      return {
        message: `${forge} does not allow it: ${error.words}`,
        suggestion: isPortals
          ? PORTAL_ACCOUNT_REMEDY
          : 'Ask for the right on the repository (the role Developer), then send the form again.',
      };
    case 'not-found':
      return {
        message: `${forge} does not find it: ${error.words}`,
        suggestion: isPortals
          ? PORTAL_ACCOUNT_REMEDY
          : 'Check that the repository is where the configuration says, and that you may see it.',
      };
    default:
      return { message: `${forge} refused: ${error.words}`, suggestion: 'Send the form again to try anew.' };
  }
}
