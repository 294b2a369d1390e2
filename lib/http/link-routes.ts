import 'server-only';
import { ownPath } from '#lib/domain/value/own-path.ts';
import type { Services } from '#lib/portal/context.ts';
import { finishLink, startLink } from '#lib/usecases/session/link.ts';
import { errorResponse, suggestionOf, toPortalError } from './error-response.ts';
import { assertOwnOrigin, readJsonObject } from './guard-write.ts';
import { requestIdOf, requireUser } from './request-context.ts';
import { cookieNames, readCookie, serializeCookie } from './session-cookie.ts';
import { problemCookie, redirect, SIGN_IN_SECONDS } from './sign-in-routes.ts';

/** `POST /api/session/link {forge, returnTo}`: where to send the browser to prove whose account on another forge it is. */
export async function linkRoute(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    assertOwnOrigin(request, services.portalUrl);
    services.limits.ofAddress('signIns', request.headers);
    const context = await requireUser(services, request, requestId);
    const input = await readJsonObject(request);
    const { redirectUrl, state } = await startLink(context, input);
    const { link } = cookieNames(services.portalUrl);
    const cookie = serializeCookie(link, beginning(state, input.returnTo), services.portalUrl, SIGN_IN_SECONDS);
    return Response.json({ redirectUrl }, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/**
 * `GET /api/session/callback/<forge>`: back from there. The forge of the sign-in has another address, so that no forge can pass
 * off the answer of another as its own. Problems are told on the page of accounts; who is not signed in any more signs in first.
 */
export async function linkedRoute(request: Request, services: Services, forge: string): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const names = cookieNames(services.portalUrl);
  const begun = (readCookie(request, names.link) ?? '').split('~');
  const over = serializeCookie(names.link, '', services.portalUrl, 0);
  try {
    services.limits.ofAddress('signIns', request.headers);
    const input = { forge, url: new URL(request.url), state: begun[0] ?? '' };
    const { returnTo } = await finishLink(await requireUser(services, request, requestId), input);
    return redirect(services, returnTo, [over]);
  } catch (error) {
    const known = toPortalError(error);
    if (known.code === 'rate-limited') {
      return errorResponse(error, requestId, services.log);
    }
    const { suggestion = '' } = suggestionOf(known, requestId);
    services.log.info('link refused', { requestId, code: known.code, error });
    const page = begun[1] === undefined ? '/accounts' : `/accounts?returnTo=${begun[1]}`;
    return redirect(services, page, [over, problemCookie(services, `${known.message} ${suggestion}`)]);
  }
}

/** Browsers keep no cookie of more than 4 KiB; what it was for is a comfort, and the proof is not. */
const LONGEST_RETURN = 1000;

/** What the browser keeps of a link that was begun: its half of the proof, and what it was for should that be refused. */
function beginning(state: string, returnTo: unknown): string {
  const wanted = encodeURIComponent(ownPath(returnTo));
  return wanted.length > LONGEST_RETURN ? state : `${state}~${wanted}`;
}
