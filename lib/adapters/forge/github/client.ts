import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';
import { movedError, toExternalError } from './answer-error.ts';
import { apiAddress, createOctokit } from './octokit.ts';

const TIMEOUT_MS = 20_000;

type Query = Readonly<Record<string, string | number | boolean>>;

/** How the parts of the adapter talk to GitHub: with one person's token. */
export type GitHubClient = {
  readonly webUrl: string;
  /** @param path every part of it already written as an address takes it */
  get(path: string, query?: Query): Promise<unknown>;
  /** The headers as well, for pages. */
  read(path: string, query?: Query): Promise<GitHubAnswer>;
  write(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** An error of this forge that no answer of it was. */
  error(operation: string, kind: ExternalErrorKind, message: string): ExternalError;
};

export type GitHubAnswer = { body: unknown; headers: Readonly<Record<string, unknown>> };
export type ClientOptions = { provider: string; webUrl: string; accessToken: string; timeoutMs?: number };

export function createClient({ provider, webUrl, accessToken, timeoutMs = TIMEOUT_MS }: ClientOptions): GitHubClient {
  const octokit = createOctokit({ id: provider, url: webUrl, timeoutMs });
  const base = apiAddress(webUrl);
  const error: GitHubClient['error'] = (operation, kind, message) =>
    new ExternalError({ provider, operation, kind, message });

  async function request(method: string, path: string, query: Query = {}, data?: unknown): Promise<GitHubAnswer> {
    const operation = `${method} ${path}`;
    // A path with `..` in it would be the address of something else, and nothing in git is called so.
    if (new URL(`${base}/${path}`).href !== `${base}/${path}`) {
      throw error(operation, 'not-found', 'nothing can have this path');
    }
    const answer = await octokit
      .request({
        ...query,
        baseUrl: base,
        method,
        url: `/${path}`,
        headers: { authorization: `Bearer ${accessToken}` },
        ...(data === undefined ? {} : { data }),
      })
      .catch((cause: unknown) => {
        throw toExternalError(provider, operation, cause);
      });
    const status: number = answer.status;
    if (status >= 300) {
      throw movedError(provider, operation, status);
    }
    return { body: answer.data, headers: answer.headers };
  }

  return {
    webUrl,
    get: async (path, query) => (await request('GET', path, query)).body,
    read: (path, query) => request('GET', path, query),
    write: async (method, path, body) => (await request(method, path, {}, body)).body,
    error,
  };
}
