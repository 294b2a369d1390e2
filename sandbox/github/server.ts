import { createHash } from 'node:crypto';
import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import { type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import type { ActionsService } from './actions/service.ts';
import type { ForgeInstance } from './forge/instance.ts';
import { tokenRoutes } from './oauth/access-token.ts';
import { authorizeRoutes } from './oauth/authorize.ts';
import { createOAuthHome, withdraw } from './oauth/home.ts';
import { createPeople, NOBODY, type People, type PeopleSeed } from './oauth/people.ts';
import { signInRoutes } from './oauth/sign-in.ts';
import { ApiError, errorBody, notFound } from './rest/api-error.ts';
import type { ApiCall, ApiReply } from './rest/call.ts';
import { readFields } from './rest/fields.ts';
import { makeInstallationToken, type SeedApp } from './rest/installations.ts';
import { API_ROUTES } from './rest/routes.ts';
import { type Bearer, bearerHeaders, createTokens, type SeedToken, type Tokens } from './rest/tokens.ts';

export type GitHubOptions = {
  /** 0 takes a free one. */
  port: number;
  clock: SandboxClock;
  faults: FaultSwitches;
  service: ActionsService;
  /** Where code is kept; without it there are runners and jobs only. */
  forge?: ForgeInstance;
  tokens: readonly SeedToken[];
  apps?: readonly SeedApp[];
  /** Who can sign in, and with which applications; without it nobody. */
  people?: PeopleSeed;
};

export type RunningGitHub = {
  /** Of the server; its API is below `/api/v3`, as of GitHub Enterprise Server, and at the top, as of api.github.com. */
  url: string;
  service: ActionsService;
  tokens: Tokens;
  people: People;
  /** What a person does in their settings: ends what every application has of them. */
  withdrawTokensOf(login: string): void;
  /** How many requests counted and how many told nothing new, since the start. */
  counts: { full: number; notModified: number };
  /** How many tokens Apps have made. */
  readonly tokensMade: number;
  /** Throws what failed inside it. */
  close(): Promise<void>;
};

const ENTERPRISE_PREFIX = '/api/v3';
const ENTERPRISE_VERSION = '3.17.2';
const API_VERSION = '2022-11-28';
const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * GitHub's REST API as far as it tells of runners and of jobs that wait, and with a forge of code and pull requests, on
 * loopback: rights, pages, conditional requests and rate limits as api.github.com and GitHub Enterprise Server answer them.
 * And its sign-in: OAuth 2.0, and who somebody is.
 */
export async function startGitHub(options: GitHubOptions): Promise<RunningGitHub> {
  const { clock, faults, service, apps = [] } = options;
  const tokens = createTokens(clock, options.tokens);
  const people = createPeople(options.people ?? NOBODY);
  const home = createOAuthHome(clock, people, tokens);
  const prefixes = ['', ENTERPRISE_PREFIX];
  let tokensMade = 0;
  const failures: unknown[] = [];
  const counts = { full: 0, notModified: 0 };
  const server: RunningServer = await startHttpServer({
    name: 'github',
    port: options.port,
    faults,
    routes: [
      ...prefixes.flatMap((prefix) => [...routesBelow(prefix), installationRoute(prefix)]),
      ...signInRoutes(home),
      ...authorizeRoutes(home),
      ...tokenRoutes(home, prefixes),
    ],
    notFound: () => errorReply(notFound()),
    statusBody: (status, message) => errorBody(status, message ?? `${status} switched on in the sandbox`),
    onError: (error, context) => {
      // A client that hangs up is no fault of this server; anything else that is no refusal is, and is thrown at the end.
      if (!(error instanceof ApiError) && (!context.request.destroyed || context.request.complete)) {
        failures.push(error);
      }
      return errorReply(error);
    },
  });

  function routesBelow(prefix: string): Route[] {
    return API_ROUTES.map(([method, path, handler]) =>
      route(method, `${prefix}${path}`, async (context) => {
        const bearer = tokens.bearerOf(context.request.headers.authorization);
        tokens.spend(bearer);
        const { params, query } = context;
        const forge = options.forge ?? null;
        const own = { apiUrl: `${server.url}${prefix}`, webUrl: server.url, fields: () => readFields(context) };
        const call: ApiCall = { service, people, forge, params, query, bearer, ...own };
        const reply = await handled(() => handler(call, context), bearer);
        await forge?.store.saved();
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
  function conditional(context: RequestContext, reply: ApiReply, bearer: Bearer, prefix: string): Reply {
    const { status = 200, body, headers } = reply;
    const text = body === null ? '' : JSON.stringify(body);
    const etag = `W/"${createHash('sha256').update(text).digest('hex')}"`;
    const isKnown = context.method === 'GET' && context.request.headers['if-none-match'] === etag;
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
      ...bearerHeaders(bearer),
      ...headers,
    };
    return isKnown
      ? { status: 304, headers: shared }
      : { status, headers: { 'content-type': JSON_TYPE, ...shared }, body: text };
  }

  return {
    url: server.url,
    service,
    tokens,
    people,
    withdrawTokensOf(login) {
      const id = people.byLogin(login)?.id;
      withdraw(home, ({ userId }) => userId === id);
    },
    counts,
    get tokensMade() {
      return tokensMade;
    },
    async close() {
      await server.close();
      service.close();
      if (failures.length > 0) {
        throw new AggregateError(failures.splice(0), "requests to the sandbox's GitHub failed inside it");
      }
    },
  };
}

/** What a refusal says of the hour's requests is said by every answer. */
async function handled(work: () => ApiReply | Promise<ApiReply>, bearer: Bearer): Promise<ApiReply> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiError
      ? new ApiError(error.status, error.message, { ...bearerHeaders(bearer), ...error.headers }, error.errors)
      : error;
  }
}

function errorReply(error: unknown): Reply {
  const known = error instanceof ApiError ? error : new ApiError(500, 'Server Error');
  const headers = { 'content-type': JSON_TYPE, ...known.headers };
  return { status: known.status, headers, body: JSON.stringify(errorBody(known.status, known.message, known.errors)) };
}
