import type { FaultSwitches } from '../faults.ts';
import type { Reply, RequestContext, Route } from '../http/router.ts';
import { type RunningServer, startHttpServer } from '../http/server.ts';
import type { Instance } from './instance.ts';
import { authorizeRoutes } from './oauth/authorize.ts';
import { discoveryRoutes } from './oauth/discovery.ts';
import { tokenRoutes } from './oauth/token.ts';
import { userInfoRoutes } from './oauth/userinfo.ts';
import { routesOf } from './rest/api-call.ts';
import { ApiError, errorBody, notFound } from './rest/api-error.ts';
import { ACCOUNT_OPERATIONS } from './routes/account-routes.ts';
import { BRANCH_OPERATIONS } from './routes/branch-routes.ts';
import { CONTENT_OPERATIONS } from './routes/content-routes.ts';
import { DECISION_OPERATIONS } from './routes/decision-routes.ts';
import { DISCUSSION_OPERATIONS } from './routes/discussion-routes.ts';
import { GIT_OPERATIONS } from './routes/git-routes.ts';
import { PULL_OPERATIONS } from './routes/pull-routes.ts';
import { STATUS_OPERATIONS } from './routes/status-routes.ts';
import { signInRoutes } from './web/sign-in.ts';

const OPERATIONS = [
  ...ACCOUNT_OPERATIONS,
  ...BRANCH_OPERATIONS,
  ...CONTENT_OPERATIONS,
  ...GIT_OPERATIONS,
  ...STATUS_OPERATIONS,
  // An address of three parts can be two things: what is to be done comes before the two branches.
  ...DECISION_OPERATIONS,
  ...DISCUSSION_OPERATIONS,
  ...PULL_OPERATIONS,
];

export function serve(
  instance: Instance,
  options: { port: number; faults: FaultSwitches; onError: (error: unknown) => void },
): Promise<RunningServer> {
  return startHttpServer({
    name: 'gitea',
    port: options.port,
    faults: options.faults,
    routes: [...routesOf(instance, OPERATIONS), ...oauthRoutes(instance)],
    notFound: () => errorReply(instance, notFound()),
    methodNotAllowed: () => ({ status: 405 }),
    statusBody: (status, message) => errorBody(instance.url, message ?? `${status} switched on in the sandbox`),
    onError: (error, context) => answerError(instance, error, context, options.onError),
  });
}

function oauthRoutes(instance: Instance): Route[] {
  return [
    ...discoveryRoutes(instance),
    ...authorizeRoutes(instance),
    ...tokenRoutes(instance),
    ...userInfoRoutes(instance),
    ...signInRoutes(instance),
  ];
}

/** A client that hangs up is no fault of this server; anything else that is no refusal is, and is reported. */
function answerError(
  instance: Instance,
  error: unknown,
  context: RequestContext,
  report: (error: unknown) => void,
): Reply {
  if (error instanceof ApiError) {
    return errorReply(instance, error);
  }
  if (!context.request.destroyed || context.request.complete) {
    report(error);
  }
  return errorReply(instance, new ApiError(500, ''));
}

function errorReply({ url }: Instance, { status, message, errors }: ApiError): Reply {
  return { status, body: errorBody(url, message, errors) };
}
