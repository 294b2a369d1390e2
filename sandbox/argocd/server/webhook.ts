import { timingSafeEqual } from 'node:crypto';
import { fieldsOf, textOf } from '../../controllers/api/fields.ts';
import { type Reply, type Route, route } from '../../http/router.ts';

/** A push that was told of: the addresses of its repository, and what moved. */
export type Push = { repoUrls: string[]; ref: string };

const MOST_BODY_BYTES = 5 * 1024 * 1024;

function isSecret(given: unknown, secret: string | undefined): boolean {
  if (secret === undefined) {
    return true;
  }
  const [one, other] = [Buffer.from(typeof given === 'string' ? given : ''), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function readPush(body: string): Push | null {
  let payload: unknown;
  try {
    payload = JSON.parse(body);
  } catch {
    return null;
  }
  const { project, ref } = fieldsOf(payload);
  const { web_url: web, git_http_url: http, git_ssh_url: ssh } = fieldsOf(project);
  const repoUrls = [web, http, ssh].map((url) => textOf(url)).filter((url) => url !== '');
  return repoUrls.length === 0 ? null : { repoUrls, ref: textOf(ref) };
}

/**
 * Argo CD's `/api/webhook` for GitLab's push and tag events. It answers at once; what a push means is found out after.
 * @param secret what GitLab has to send as `X-Gitlab-Token`; without it everybody may
 */
export function webhookRoute(secret: string | undefined, onPush: (push: Push) => void): Route {
  return route('POST', '/api/webhook', async ({ request, readBody }) => {
    let body: string;
    try {
      body = (await readBody(MOST_BODY_BYTES)).toString('utf8');
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
      return text(400, 'Webhook processing failed: The payload is either too large or corrupted.');
    }
    if (!isSecret(request.headers['x-gitlab-token'], secret)) {
      return text(400, 'Webhook processing failed: X-Gitlab-Token validation failed');
    }
    if (!/^(Push|Tag Push|System) Hook$/.test(String(request.headers['x-gitlab-event']))) {
      return text(400, 'Unknown webhook event');
    }
    const push = readPush(body);
    if (push === null) {
      return text(400, 'Webhook processing failed: error parsing payload');
    }
    onPush(push);
    return text(200, '');
  });
}

function text(status: number, body: string): Reply {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
