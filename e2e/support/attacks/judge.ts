import type { Role } from '../../../lib/domain/actor/actor.ts';
import type { RawAnswer } from '../raw-request.ts';
import type { Address, Method } from './addresses.ts';
import { EMPTY_PAGES, mayUse, rightFor } from './rights.ts';

/** What was asked, by whom, and what came back. */
export type Cell = { address: Address; method: Method; role: Role | null; answer: RawAnswer };

/** The page of last resort, asked for itself, calls itself a failure. */
export function isFailure({ path }: Address, { status }: RawAnswer): boolean {
  return status >= 500 && path !== '/_global-error';
}

/** Whatever a browser may take for a page runs no script but its own. */
function hasPolicy({ headers }: RawAnswer, hasProxy: boolean): boolean {
  const policy = String(headers['content-security-policy'] ?? '');
  const isPage = String(headers['content-type'] ?? '').startsWith('text/html');
  return (
    !isPage ||
    (policy.startsWith("default-src 'none'") &&
      !/script-src[^;]*unsafe|,/.test(policy) &&
      /script-src[^;]* 'nonce-[\w+/]{22}==' /.test(policy) === hasProxy)
  );
}

/**
 * Why an answer is not what the table of rights says; null when it is.
 * @param hasProxy without it, pages have the policy of what is no page
 */
export function judge({ address, method, role, answer }: Cell, hasProxy: boolean): string | null {
  if (isFailure(address, answer)) {
    return `a failure of the portal: ${answer.body.slice(0, 200)}`;
  }
  if (!hasPolicy(answer, hasProxy)) {
    return `a page with the policy ${answer.headers['content-security-policy']}`;
  }
  if (EMPTY_PAGES.includes(address.path)) {
    return null;
  }
  if (method === 'HEAD' && answer.body !== '') {
    return 'a body in answer to HEAD';
  }
  const right = rightFor(address.rights, method);
  if (right === undefined) {
    return isRefusedMethod(address, method, answer) ? null : 'a method that it does not have';
  }
  return address.isPage
    ? judgePage(mayUse(role, right), role, answer)
    : (judgeRoute(mayUse(role, right), right === 'anyone', role, answer) ?? judgeQuestion(address, method, answer));
}

/** A view or a topic that is not asked as its page asks shows nothing, and nothing can be told from that. */
function judgeQuestion({ path }: Address, method: Method, { status }: RawAnswer): string | null {
  const isQuestion = method === 'GET' && /^\/api\/(views\/|live\?)/.test(path);
  return isQuestion && status === 400 ? 'not asked as its page asks' : null;
}

function isRefusedMethod({ rights }: Address, method: Method, { status, body }: RawAnswer): boolean {
  const leadsNowhere = Object.keys(rights).length === 0 && status === 404;
  // Next answers OPTIONS for routes by itself, with the methods and nothing else.
  const isOptions = method === 'OPTIONS' && status === 204 && body === '';
  return status === 405 || leadsNowhere || isOptions;
}

function judgeRoute(may: boolean, isOpen: boolean, role: Role | null, { status }: RawAnswer): string | null {
  if (may) {
    // What is open to everybody may have a key of its own, as webhooks have.
    return !isOpen && [401, 403, 405].includes(status) ? 'refused, and they may' : null;
  }
  const wanted = role === null ? 401 : 403;
  return status === wanted ? null : `not refused with ${wanted}`;
}

function judgePage(may: boolean, role: Role | null, { status, headers, body }: RawAnswer): string | null {
  if (may) {
    const isElsewhere = status === 307 && headers.location === '/';
    return status === 200 || status === 404 || isElsewhere ? null : 'not shown, and they may see it';
  }
  if (role === null) {
    return status === 307 && String(headers.location ?? '').startsWith('/sign-in?') ? null : 'not sent to the sign-in';
  }
  return status === 200 && (body === '' || body.includes('Your role does not allow this')) ? null : 'not told why';
}

/** Protected texts in an answer, besides those that the asker has sent themselves. */
export function leaksIn({ body }: RawAnswer, markers: readonly string[], asked: string): string[] {
  return markers.filter((marker) => body.includes(marker) && !asked.includes(marker));
}
