import { Octokit } from '@octokit/rest';
import { send } from '#lib/adapters/_shared/outbound.ts';

export type GitHubAddress = {
  id: string;
  /** The address people open it under: `https://github.com`, or that of a GitHub Enterprise Server. */
  url: string;
  /** For each request. */
  timeoutMs: number;
};

const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** The version that the portal was written for; without it GitHub gives what is newest one day. */
const OWN_HEADERS = { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' };
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Where the API is of what people open under this address. */
export function apiAddress(url: string): string {
  const { origin, host } = new URL(url);
  if (host === 'github.com' || host === 'www.github.com') {
    return 'https://api.github.com';
  }
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `${origin}/api/v3`;
}

/** Whether GitHub has runners of its own there: an Enterprise Server has none. */
export function hasHostedRunners(url: string): boolean {
  return apiAddress(url).startsWith('https://api.');
}

/** GitHub's own client, on the one way out that the portal has. */
export function createOctokit({ id, url, timeoutMs }: GitHubAddress): Octokit {
  return new Octokit({
    baseUrl: apiAddress(url),
    userAgent: 'portolan',
    log: SILENT,
    request: { fetch: fetchFor(id, timeoutMs) },
  });
}

type FetchOptions = { method?: string; headers?: Record<string, string>; body?: string; signal?: AbortSignal };

function fetchFor(provider: string, timeoutMs: number) {
  return async (address: string, { method = 'GET', headers = {}, body, signal }: FetchOptions): Promise<Response> => {
    const url = new URL(address);
    const answer = await send({
      provider,
      operation: `${method} ${url.pathname}`,
      url,
      method,
      headers: { ...headers, ...OWN_HEADERS },
      timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
    // These have no body, and a Response of them may have none.
    const isEmpty = [204, 205, 304].includes(answer.status);
    return new Response(isEmpty ? null : answer.body, { status: answer.status, headers: answer.headers });
  };
}
