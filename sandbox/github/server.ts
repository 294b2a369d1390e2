import { createHash } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import { type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import type { ActionsService } from './actions/service.ts';
import { ApiError, errorBody, notFound } from './rest/api-error.ts';
import type { ApiCall, ApiReply } from './rest/call.ts';
import { makeInstallationToken, type SeedApp } from './rest/installations.ts';
import { API_ROUTES } from './rest/routes.ts';
import { type Bearer, createTokens, rateHeaders, type SeedToken, type Tokens } from './rest/tokens.ts';

export type GitHubOptions = {
  /** 0 takes a free one. */
  port: number;
  clock: SandboxClock;
  faults: FaultSwitches;
  service: ActionsService;
  tokens: readonly SeedToken[];
  apps?: readonly SeedApp[];
};

export type RunningGitHub = {
  /** Of the server; its API is below `/api/v3`, as of GitHub Enterprise Server, and at the top, as of api.github.com. */
  url: string;
  service: ActionsService;
  tokens: Tokens;
  /** How many requests counted and how many told nothing new, since the start. */
  counts: { full: number; notModified: number };
  /** How many tokens Apps have made. */
  readonly tokensMade: number;
  close(): Promise<void>;
};

const ENTERPRISE_PREFIX = '/api/v3';
const ENTERPRISE_VERSION = '3.17.2';
const API_VERSION = '2022-11-28';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * The part of GitHub's REST API that tells of runners and of jobs that wait, on loopback: rights, pages, conditional
 * requests and rate limits as api.github.com and GitHub Enterprise Server answer them.
 */
export async function startGitHub(options: GitHubOptions): Promise<RunningGitHub> {
  const { clock, faults, service, apps = [] } = options;
  const tokens = createTokens(clock, options.tokens);
  let tokensMade = 0;
  const counts = { full: 0, notModified: 0 };
  const server: RunningServer = await startHttpServer({
    name: 'github',
    port: options.port,
    faults,
    routes: ['', ENTERPRISE_PREFIX].flatMap((prefix) => [...routesBelow(prefix), installationRoute(prefix)]),
    notFound: () => errorReply(notFound()),
    statusBody: (status, message) => errorBody(status, message ?? `${status} switched on in the sandbox`),
    onError: errorReply,
  });

  function routesBelow(prefix: string): Route[] {
    return API_ROUTES.map(([path, handler]) =>
      route('GET', `${prefix}${path}`, (context) => {
        const bearer = tokens.bearerOf(context.request.headers.authorization);
        tokens.spend(bearer);
        const { params, query } = context;
        const call: ApiCall = { service, params, query, bearer, apiUrl: `${server.url}${prefix}`, webUrl: server.url };
        const reply = handled(() => handler(call, context), bearer);
        return conditional(context, reply, bearer, prefix);
      }),
    );
  }

  function installationRoute(prefix: string): Route {
    return route('POST', `${prefix}/app/installations/:id/access_tokens`, ({ params, request }) => {
      const { authorization } = request.headers;
      tokensMade += 1;
      const body = makeInstallationToken({ clock, apps, tokens }, params.id ?? '', authorization);
      return { status: 201, headers: { 'content-type': JSON_TYPE }, body: JSON.stringify(body) };
    });
  }

  /** 304 where the caller knows it already; that costs nothing of the hour's requests. */
  function conditional(context: RequestContext, { body, headers }: ApiReply, bearer: Bearer, prefix: string): Reply {
    const text = JSON.stringify(body);
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    const isKnown = context.request.headers['if-none-match'] === etag;
    if (isKnown) {
      tokens.giveBack(bearer);
    }
    counts[isKnown ? 'notModified' : 'full'] += 1;
    const shared = {
      etag,
      'cache-control': 'private, max-age=60, s-maxage=60',
      'x-github-api-version-selected': API_VERSION,
      'x-github-media-type': 'github.v3; format=json',
      ...(prefix === '' ? {} : { 'x-github-enterprise-version': ENTERPRISE_VERSION }),
      ...rateHeaders(bearer),
      ...headers,
    };
    return isKnown
      ? { status: 304, headers: shared }
      : { headers: { 'content-type': JSON_TYPE, ...shared }, body: text };
  }

  return {
    url: server.url,
    service,
    tokens,
    counts,
    get tokensMade() {
      return tokensMade;
    },
    async close() {
      await server.close();
      service.close();
    },
  };
}

/** What a refusal says of the hour's requests is said by every answer. */
function handled(work: () => ApiReply, bearer: Bearer): ApiReply {
  try {
    return work();
  } catch (error) {
    throw error instanceof ApiError
      ? new ApiError(error.status, error.message, { ...rateHeaders(bearer), ...error.headers })
      : error;
  }
}

function errorReply(error: unknown): Reply {
  const known = error instanceof ApiError ? error : new ApiError(500, 'Server Error');
  const headers = { 'content-type': JSON_TYPE, ...known.headers };
  return { status: known.status, headers, body: JSON.stringify(errorBody(known.status, known.message)) };
}
