import { type OutboundResponse, send } from '#lib/adapters/_shared/outbound.ts';
import { parseBody, toError } from '#lib/adapters/_shared/rest-answer.ts';
import { ExternalError, type ExternalErrorKind } from '#lib/domain/error/external-error.ts';

const TIMEOUT_MS = 20_000;
/** More than any page or manifest has; several are read at once. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

type Query = Readonly<Record<string, string | number | boolean>>;

/** How the parts of the adapter talk to Gitea: with one person's token, and nothing but below `/api/v1`. */
export type GiteaClient = {
  readonly webUrl: string;
  /** @param path every part of it already written as an address takes it */
  get(path: string, query?: Query): Promise<unknown>;
  /** The headers as well, for pages. */
  read(path: string, query?: Query, signal?: AbortSignal): Promise<{ body: unknown; headers: Headers }>;
  write(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown, query?: Query): Promise<unknown>;
  /** An error of this forge that no answer of it was. */
  error(operation: string, kind: ExternalErrorKind, message: string): ExternalError;
};

export type ClientOptions = { provider: string; webUrl: string; accessToken: string; timeoutMs?: number };

export function createClient({ provider, webUrl, accessToken, timeoutMs = TIMEOUT_MS }: ClientOptions): GiteaClient {
  const error: GiteaClient['error'] = (operation, kind, message) =>
    new ExternalError({ provider, operation, kind, message });

  async function request(
    method: string,
    path: string,
    query: Query = {},
    { body, signal }: { body?: unknown; signal?: AbortSignal | undefined } = {},
  ) {
    const operation = `${method} ${path}`;
    const url = new URL(`${webUrl}/api/v1/${path}`);
    // A path with `..` in it would be the address of something else, and nothing in git is called so.
    if (!url.pathname.endsWith(`/api/v1/${path}`)) {
      throw error(operation, 'not-found', 'nothing can have this path');
    }
    for (const [name, value] of Object.entries(query)) {
      url.searchParams.set(name, String(value));
    }
    const response: OutboundResponse = await send({
      provider,
      operation,
      url,
      method,
      // Tokens of people, of applications and of OAuth are all taken as this one kind.
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${accessToken}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status < 200 || response.status >= 300) {
      throw toError(provider, operation, response);
    }
    const type = response.headers.get('content-type') ?? '';
    return { body: parseBody(provider, operation, response.body, type), headers: response.headers };
  }

  return {
    webUrl,
    get: async (path, query) => (await request('GET', path, query)).body,
    read: (path, query, signal) => request('GET', path, query, { signal }),
    write: async (method, path, body, query) => (await request(method, path, query, { body })).body,
    error,
  };
}
