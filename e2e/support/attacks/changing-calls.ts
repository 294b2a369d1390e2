import { randomUUID } from 'node:crypto';
import { sendRaw } from '../raw-request.ts';
import { cookieOf } from './callers.ts';
import { openChange, webServiceValues } from './open-change.ts';
import type { COMMAND_RIGHTS } from './rights.ts';

/** A call that changes something, as the portal's own page would send it, by somebody who may. */
export type ChangingCall = {
  path: string;
  cookie: string;
  body: string;
  /** What the portal's own page gets for it. */
  status: number;
  /** What that page sends, where the same would change the platform for everybody. */
  harmless?: string;
};

type Portal = { port: number; url: string };
type Head = { headSha: string | null; diffHash: string | null };

/** Of a request to the gateway that nobody made. */
const NO_RUN = '00000000-0000-4000-8000-000000000000';

/** Those that are asked for something that is not there. */
const ABOUT_NOTHING = /-run$|^revoke-|^unlink-|^review-|^explain-|^post-review$/;

/** One of each, about a change that waits for its approval. In this order each of them works. */
export async function changingCalls(portal: Portal, name: string): Promise<ChangingCall[]> {
  const changeId = await openChange(portal, cookieOf('dana'), name);
  const { sha, diffHash } = await checkedHead(portal, changeId);
  const values = webServiceValues(`${name}-other`);
  const commands: Record<keyof typeof COMMAND_RIGHTS, [string, unknown]> = {
    'preview-change': ['dana', { templateId: 'web-service', values }],
    'open-change': ['dana', { templateId: 'web-service', values, idempotencyKey: randomUUID() }],
    'request-changes': ['rui', { changeId, sha, body: 'fewer' }],
    'approve-change': ['rui', { changeId, sha, diffHash, secondLook: false }],
    'merge-change': ['rui', { changeId, sha }],
    'close-change': ['dana', { changeId: await openChange(portal, cookieOf('dana'), `${name}-third`) }],
    'comment-change': ['dana', { changeId, body: 'a word' }],
    'rebase-change': ['dana', { changeId }],
    'refresh-application': ['dana', { namespace: 'argocd', name: 'ollama' }],
    'ask-gateway': ['dana', { prompt: 'a web service', appName: `${name}-asked`, idempotencyKey: randomUUID() }],
    'create-token': ['dana', { name: 'of a test', days: 1 }],
    'explain-application': ['dana', { namespace: 'argocd', name: 'no-such' }],
    'review-change': ['dana', { changeId: NO_RUN }],
    'post-review': ['dana', { reviewId: NO_RUN }],
    'revoke-token': ['dana', { tokenId: NO_RUN }],
    'unlink-account': ['dana', { forge: 'no-such' }],
    'cancel-run': ['dana', { runId: NO_RUN }],
    'open-run': ['dana', { runId: NO_RUN }],
  };
  return [
    ...Object.entries(commands).map(([command, [person, input]]) => ({
      path: `/api/commands/${command}`,
      cookie: cookieOf(person as 'dana' | 'rui'),
      body: JSON.stringify(input),
      ...(command === 'merge-change'
        ? { status: 409, harmless: JSON.stringify({ changeId, sha: '0'.repeat(40) }) }
        : { status: ABOUT_NOTHING.test(command) ? 404 : 200 }),
    })),
    { path: '/api/session/start', cookie: '', body: '{"returnTo":"/"}', status: 200 },
    { path: '/api/session/link', cookie: cookieOf('dana'), body: '{"forge":"gitea","returnTo":"/"}', status: 200 },
    // This portal has more than one user.
    { path: '/api/session/single-user', cookie: '', body: '{"returnTo":"/"}', status: 404 },
    { path: '/api/session/end', cookie: cookieOf('vic'), body: '{"everywhere":true}', status: 200 },
  ];
}

/** Waits until the guardrails have looked at the head of a change, and gives that commit with what it brings. */
async function checkedHead({ port }: Portal, id: string): Promise<{ sha: string; diffHash: string }> {
  const path = `/api/views/change?params=${encodeURIComponent(JSON.stringify({ id }))}`;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await sendRaw({ port, path, headers: { cookie: cookieOf('dana') } });
    const { headSha, diffHash } = (JSON.parse(body) as { data: { change: Head } }).data.change;
    // Known once the guardrails have looked.
    if (headSha !== null && diffHash !== null) {
      return { sha: headSha, diffHash };
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`The guardrails have not looked at the change ${id}.`);
}
