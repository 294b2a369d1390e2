import 'server-only';
import type { Services } from '#lib/portal/context.ts';
import { finishSignIn, type SignedIn, signInSingleUser, startSignIn } from '#lib/usecases/session/sign-in.ts';
import { signOut, signOutEverywhere } from '#lib/usecases/session/sign-out.ts';
import { errorResponse, suggestionOf, toPortalError } from './error-response.ts';
import { assertOwnOrigin, readJsonObject } from './guard-write.ts';
import { requestIdOf, requireUser } from './request-context.ts';
import { cookieNames, readCookie, serializeCookie } from './session-cookie.ts';

export const SIGN_IN_SECONDS = 600;
/** How long a browser keeps the cookie; when the session ends is the database's to say. */
const COOKIE_SECONDS = 30 * 24 * 3600;

/** `POST /api/session/start {returnTo}`: answers where to send the browser; its cookie ties the sign-in to it. */
export async function startRoute(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    assertOwnOrigin(request, services.portalUrl);
    services.limits.ofAddress('signIns', request.headers);
    const { returnTo } = await readJsonObject(request);
    const { redirectUrl, state } = await startSignIn(services, returnTo);
    const cookie = serializeCookie(cookieNames(services.portalUrl).signIn, state, services.portalUrl, SIGN_IN_SECONDS);
    return Response.json({ redirectUrl }, { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } });
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/** As long as it takes to be shown once or twice. */
const PROBLEM_SECONDS = 30;

/** `GET /api/session/callback`: where the forge sends the browser back to. Problems are told on the sign-in page. */
export async function callbackRoute(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  const names = cookieNames(services.portalUrl);
  try {
    services.limits.ofAddress('signIns', request.headers);
    const input = { url: new URL(request.url), state: readCookie(request, names.signIn) ?? '' };
    const signedIn = await finishSignIn(services, input, {
      requestId,
      userAgent: request.headers.get('user-agent') ?? '',
    });
    services.metrics.count('portolan_sign_ins_total', { outcome: 'done' });
    return redirect(services, signedIn.returnTo, [
      sessionCookie(services, signedIn),
      serializeCookie(names.signIn, '', services.portalUrl, 0),
    ]);
  } catch (error) {
    const known = toPortalError(error);
    const { code, message } = known;
    const { suggestion = '' } = suggestionOf(known, requestId);
    services.metrics.count('portolan_sign_ins_total', { outcome: code });
    if (code === 'rate-limited') {
      return errorResponse(error, requestId, services.log);
    }
    services.log.info('sign-in refused', { requestId, code, error });
    return redirect(services, '/sign-in', [
      serializeCookie(names.signIn, '', services.portalUrl, 0),
      problemCookie(services, `${message} ${suggestion}`),
    ]);
  }
}

/** `POST /api/session/single-user {returnTo}`. */
export async function singleUserRoute(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    assertOwnOrigin(request, services.portalUrl);
    services.limits.ofAddress('signIns', request.headers);
    const { returnTo } = await readJsonObject(request);
    const signedIn = await signInSingleUser(services, returnTo, {
      requestId,
      userAgent: request.headers.get('user-agent') ?? '',
    });
    services.metrics.count('portolan_sign_ins_total', { outcome: 'done' });
    return Response.json(
      { redirectUrl: signedIn.returnTo },
      { headers: { 'set-cookie': sessionCookie(services, signedIn), 'cache-control': 'no-store' } },
    );
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

/** `POST /api/session/end {everywhere}`. */
export async function endRoute(request: Request, services: Services): Promise<Response> {
  const requestId = requestIdOf(request.headers);
  try {
    assertOwnOrigin(request, services.portalUrl);
    const context = await requireUser(services, request, requestId);
    const { everywhere } = await readJsonObject(request);
    await (everywhere === true ? signOutEverywhere(context) : signOut(context));
    const cookie = serializeCookie(cookieNames(services.portalUrl).session, '', services.portalUrl, 0);
    return Response.json(
      { redirectUrl: '/sign-in' },
      { headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } },
    );
  } catch (error) {
    return errorResponse(error, requestId, services.log);
  }
}

export function problemCookie({ portalUrl }: Services, words: string): string {
  const problem = Buffer.from(words.trim()).toString('base64url');
  return serializeCookie(cookieNames(portalUrl).problem, problem, portalUrl, PROBLEM_SECONDS);
}

function sessionCookie({ portalUrl }: Services, { token }: SignedIn): string {
  return serializeCookie(cookieNames(portalUrl).session, token, portalUrl, COOKIE_SECONDS);
}

/** Only ever to a path of the portal itself. */
export function redirect({ portalUrl }: Services, path: string, cookies: readonly string[]): Response {
  // By way of URL, because a header holds no letters beyond Latin.
  const location = new URL(`${portalUrl}${path}`).href;
  const headers = new Headers({ location, 'cache-control': 'no-store' });
  for (const cookie of cookies) {
    headers.append('set-cookie', cookie);
  }
  return new Response(null, { status: 303, headers });
}
