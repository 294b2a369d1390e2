import type { Cluster } from '../../controllers/api/cluster.ts';
import { type Fields, textOf } from '../../controllers/api/fields.ts';
import type { FaultSwitches } from '../../faults.ts';
import { escapeHtml } from '../../html.ts';
import { type Reply, type RequestContext, type Route, route } from '../../http/router.ts';
import { startHttpServer } from '../../http/server.ts';
import { annotationOf, REFRESH } from '../application/annotations.ts';
import type { AppController, ManagedApplication } from '../controller/app-controller.ts';
import { APPLICATION } from '../controller/context.ts';
import { type Accounts, assertAllowed, createAccounts, isAllowed, type Policy, type SeedAccount } from './accounts.ts';
import { ApiError, errorBody } from './api-error.ts';
import { managedResources } from './managed-resources.ts';
import { resourceTree } from './resource-tree.ts';
import { type Push, webhookRoute } from './webhook.ts';

export type ArgoCdServerOptions = {
  /** 0 takes a free one. */
  port: number;
  cluster: Cluster;
  controller: AppController;
  namespace: string;
  accounts: readonly SeedAccount[];
  faults?: FaultSwitches;
  webhookSecret?: string | undefined;
  onPush: (push: Push) => void;
};

export type ArgoCdServer = {
  url: string;
  port: number;
  accounts: Accounts;
  /** How often the API was asked, and for what, since the start: `GET /api/v1/…`. */
  asked: string[];
  close(): Promise<void>;
};

const VERSION = 'v3.5.1+6f2a3c1';

/** argocd-server: the part of its REST API that tells of applications, with accounts and their rights, and the webhook. */
export async function startArgoCdServer(options: ArgoCdServerOptions): Promise<ArgoCdServer> {
  const { cluster, controller, namespace, faults } = options;
  const accounts = createAccounts(options.accounts);
  const asked: string[] = [];
  const server = await startHttpServer({
    name: 'argocd',
    port: options.port,
    ...(faults === undefined ? {} : { faults }),
    before: ({ method, request }) => {
      asked.push(`${method} ${request.url}`);
      return undefined;
    },
    routes: [
      webhookRoute(options.webhookSecret, options.onPush),
      route('GET', '/healthz', () => ({ headers: { 'content-type': 'text/plain' }, body: 'ok' })),
      route('GET', '/api/version', () => ({ body: { Version: VERSION } })),
      ...accountRoutes(accounts),
      ...applicationRoutes({ cluster, controller, namespace, accounts }),
      route('GET', '/applications/:namespace/:name', ({ params }) => page(params.name ?? '')),
    ],
    notFound: () => ({ status: 404, body: errorBody(404, 'Not Found') }),
    statusBody: (status) => errorBody(status, `${status} switched on in the sandbox`),
    onError: (error) => {
      const known = error instanceof ApiError ? error : new ApiError(500, 'internal error');
      return { status: known.status, body: errorBody(known.status, known.message) };
    },
  });
  return { url: server.url, port: server.port, accounts, asked, close: server.close };
}

function accountRoutes(accounts: Accounts): Route[] {
  return [
    // The one question that is answered without a session, by saying that there is none.
    route('GET', '/api/v1/session/userinfo', ({ request }) => {
      try {
        const { name } = accounts.accountOf(request.headers.authorization);
        return { body: { loggedIn: true, username: name, iss: 'argocd' } };
      } catch (error) {
        if (error instanceof ApiError) {
          return { body: {} };
        }
        throw error;
      }
    }),
    route('GET', '/api/v1/account/can-i/:resource/:action/*object', ({ params, request }) => {
      const account = accounts.accountOf(request.headers.authorization);
      const { resource = '', action = '', object = '' } = params;
      return { body: { value: isAllowed(account, { resource, action, object }) ? 'yes' : 'no' } };
    }),
  ];
}

type Api = Pick<ArgoCdServerOptions, 'cluster' | 'controller' | 'namespace'> & { accounts: Accounts };

function applicationRoutes(api: Api): Route[] {
  const path = '/api/v1/applications/:name';
  return [
    route('GET', `${path}/resource-tree`, async (context) => ({
      body: resourceTree(await findApplication(api, context), api.cluster),
    })),
    route('GET', `${path}/managed-resources`, async (context) => ({
      body: managedResources(await findApplication(api, context), context.query),
    })),
    route('GET', path, async (context) => {
      const found = await findApplication(api, context);
      const kind = context.query.get('refresh');
      if (kind !== null) {
        await refresh(api, found, kind);
      }
      return {
        body: withHealth((await api.controller.managed(found.application.metadata.name)) ?? found, api.cluster),
      };
    }),
  ];
}

/** Whoever may not see an application is told the same, whether it is there or not; but who names its project. */
async function findApplication(api: Api, { params, query, request }: RequestContext): Promise<ManagedApplication> {
  const account = api.accounts.accountOf(request.headers.authorization);
  const { name = '' } = params;
  const isOurs = [null, '', api.namespace].includes(query.get('appNamespace'));
  const found = isOurs ? await api.controller.managed(name) : null;
  const asked = query.get('project') ?? '';
  const project = found === null ? asked : textOf(found.application.spec?.project, 'default');
  const wanted = (object: string): Policy => ({ resource: 'applications', action: 'get', object });
  if (asked !== '') {
    assertAllowed(account, wanted(`${asked}/${name}`));
  }
  if (found === null || (asked !== '' && asked !== project)) {
    throw asked === ''
      ? new ApiError(403, 'permission denied')
      : new ApiError(404, `applications.argoproj.io "${name}" not found`);
  }
  assertAllowed(account, wanted(`${project}/${name}`));
  return found;
}

/** Asks the controller by the annotation, with the server's own hand, and waits until it is taken off again. */
async function refresh({ cluster, namespace }: Api, { application }: ManagedApplication, kind: string): Promise<void> {
  const { name } = application.metadata;
  const current = () => cluster.get(APPLICATION, namespace, name);
  await new Promise<void>((resolve) => {
    const stop = cluster.index.onChange(({ object }) => {
      const isIt = object.kind === 'Application' && object.metadata.name === name;
      if (isIt && annotationOf(current(), REFRESH) === undefined) {
        stop();
        resolve();
      }
    });
    const annotations = { ...application.metadata.annotations, [REFRESH]: kind === 'hard' ? 'hard' : 'normal' };
    cluster.writeMetadata(current() ?? application, { annotations });
  });
}

/** A single GET fills in what the object itself leaves out in 3.x: server/application, inferResourcesStatusHealth. */
function withHealth(managed: ManagedApplication, cluster: Cluster): Fields {
  const { application } = managed;
  const nodes = resourceTree(managed, cluster).nodes as Fields[];
  const keyOf = ({ group = '', kind, namespace = '', name }: Fields) => [group, kind, namespace, name].join('/');
  const health = new Map(nodes.map((node) => [keyOf(node), node.health]));
  const resources = (application.status?.resources ?? []) as Fields[];
  return {
    ...application,
    status: {
      ...application.status,
      resources: resources.map((one) => {
        const known = one.health ?? health.get(keyOf(one));
        return known === undefined ? one : { ...one, health: known };
      }),
    },
  };
}

/** There are no pages of Argo CD here; links that lead to it should lead somewhere. */
function page(name: string): Reply {
  const title = escapeHtml(name);
  return {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
    body: `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>The sandbox's Argo CD has an API and no pages.</p></html>`,
  };
}
