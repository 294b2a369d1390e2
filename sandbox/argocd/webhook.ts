import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fieldsOf, textOf } from '../controllers/api/fields.ts';

/** A push that was told of: the addresses of its repository, and what moved. */
export type Push = { repoUrls: string[]; ref: string };

export type WebhookServer = { readonly port: number; close(): Promise<void> };

const MOST_BODY_BYTES = 5 * 1024 * 1024;

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) {
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

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
export function startWebhook(options: {
  port: number;
  secret?: string | undefined;
  onPush: (push: Push) => void;
}): Promise<WebhookServer> {
  const answer = (response: ServerResponse, status: number, text: string) => {
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/healthz') {
      answer(response, 200, 'ok');
      return;
    }
    if (request.method !== 'POST' || request.url?.split('?')[0] !== '/api/webhook') {
      answer(response, 404, 'not found');
      return;
    }
    const body = await readBody(request);
    if (body === null) {
      answer(response, 400, 'Webhook processing failed: The payload is either too large or corrupted.');
    } else if (!isSecret(request.headers['x-gitlab-token'], options.secret)) {
      answer(response, 400, 'Webhook processing failed: X-Gitlab-Token validation failed');
    } else if (!/^(Push|Tag Push|System) Hook$/.test(String(request.headers['x-gitlab-event']))) {
      answer(response, 400, 'Unknown webhook event');
    } else {
      const push = readPush(body);
      answer(
        response,
        push === null ? 400 : 200,
        push === null ? 'Webhook processing failed: error parsing payload' : '',
      );
      if (push !== null) {
        options.onPush(push);
      }
    }
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      // A caller that went away in the middle of its request; nobody is left to be told.
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        close: () => {
          const closed = new Promise<void>((done) => server.close(() => done()));
          server.closeAllConnections();
          return closed;
        },
      });
    });
  });
}
