import type { FaultSwitches } from '../faults.ts';
import { findRoute, type Reply, type RequestContext, type Route, route } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import { answerGit, gitRequestOf } from './git-http/git-requests.ts';
import type { Instance } from './instance.ts';
import { authorizeRoutes } from './oauth/authorize.ts';
import { discoveryRoutes } from './oauth/discovery.ts';
import { tokenRoutes } from './oauth/token.ts';
import { userInfoRoutes } from './oauth/userinfo.ts';
import { createRateLimiter } from './rate-limit.ts';
import { ApiError } from './rest/api-error.ts';
import { createApiRouter } from './rest/api-route.ts';
import { branchRoutes } from './routes/branch-routes.ts';
import { commitRoutes } from './routes/commit-routes.ts';
import { compareRoutes } from './routes/compare-routes.ts';
import { eventRoutes } from './routes/event-routes.ts';
import { fileRoutes } from './routes/file-routes.ts';
import { groupRoutes } from './routes/group-routes.ts';
import { hookRoutes } from './routes/hook-routes.ts';
import { instanceRoutes } from './routes/instance-routes.ts';
import { lintRoutes } from './routes/lint-routes.ts';
import { mergeRequestReadRoutes } from './routes/merge-request-read-routes.ts';
import { mergeRequestRoutes } from './routes/merge-request-routes.ts';
import { pipelineRoutes } from './routes/pipeline-routes.ts';
import { projectRoutes } from './routes/project-routes.ts';
import { reviewRoutes } from './routes/review-routes.ts';
import { runnerRoutes } from './routes/runner-routes.ts';
import { statusRoutes } from './routes/status-routes.ts';
import { treeRoutes } from './routes/tree-routes.ts';
import { userRoutes } from './routes/user-routes.ts';
import { showPage } from './web/pages.ts';
import { signInRoutes } from './web/sign-in.ts';

export async function serve(
  instance: Instance,
  options: { port: number; faults: FaultSwitches; onError: (error: unknown) => void },
): Promise<RunningServer> {
  const known = [...apiRoutes(instance), ...oauthRoutes(instance), ...signInRoutes(instance)];
  const rest = (context: RequestContext) => answerRest(instance, context, known);
  const unknown = (context: RequestContext) => unknownAddress(context, known);
  const limit = createRateLimiter(instance);
  return startHttpServer({
    name: 'gitlab',
    port: options.port,
    faults: options.faults,
    // Repositories and pages have addresses of any shape; they come last.
    routes: [...known, route('GET', '/*path', rest), route('POST', '/*path', rest)],
    before: (context) => refuseNul(context) ?? limit(context),
    notFound: unknown,
    methodNotAllowed: unknown,
    onError: (error, context) => answerError(error, context, options.onError),
  });
}

function apiRoutes(instance: Instance): Route[] {
  const api = createApiRouter(instance);
  return [
    ...instanceRoutes(api, instance),
    ...userRoutes(api),
    ...groupRoutes(api),
    ...projectRoutes(api),
    ...eventRoutes(api),
    ...branchRoutes(api),
    ...treeRoutes(api),
    ...fileRoutes(api),
    ...commitRoutes(api),
    ...compareRoutes(api),
    ...statusRoutes(api),
    ...mergeRequestRoutes(api),
    ...mergeRequestReadRoutes(api),
    ...reviewRoutes(api),
    ...pipelineRoutes(api),
    ...runnerRoutes(api),
    ...hookRoutes(api),
    ...lintRoutes(api),
  ];
}

function oauthRoutes(instance: Instance): Route[] {
  return [
    ...discoveryRoutes(instance),
    ...authorizeRoutes(instance),
    ...tokenRoutes(instance),
    ...userInfoRoutes(instance),
  ];
}

async function answerRest(
  instance: Instance,
  context: RequestContext,
  known: readonly Route[],
): Promise<Reply | undefined> {
  const git = gitRequestOf(context);
  if (git !== null) {
    return answerGit(instance, context, git);
  }
  const isPage = context.method === 'GET' && !/^\/(api|oauth|users|-|\.well-known)(\/|$)/.test(context.path);
  return isPage ? showPage(instance, context) : unknownAddress(context, known);
}

/** GitLab answers 400 to addresses with NUL in them, before it looks at anything. */
function refuseNul(context: RequestContext): Reply | undefined {
  return context.request.url?.includes('%00') === true
    ? { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Bad Request' }
    : undefined;
}

/** A client that hangs up or sends too much is no fault of this server; anything else is, and is reported. */
function answerError(error: unknown, context: RequestContext, report: (error: unknown) => void): Reply {
  const isGone = context.request.destroyed && !context.request.complete;
  if (error instanceof ApiError) {
    return { status: error.status, headers: error.headers, body: error.body };
  }
  if (!isGone) {
    report(error);
  }
  return { status: 500, body: { message: '500 Internal Server Error' } };
}

/** Grape's words for addresses the API has not, or not with this method. */
function unknownAddress(context: RequestContext, known: readonly Route[]): Reply {
  const isOtherMethod = findRoute(known, context.method, context.path) === 'method-not-allowed';
  return isOtherMethod
    ? { status: 405, body: { error: '405 Not Allowed' } }
    : { status: 404, body: { error: '404 Not Found' } };
}
