import type { SandboxClock } from '../clock.ts';
import type { FaultSwitches } from '../faults.ts';
import type { Reply, RequestContext } from '../http/router.ts';
import { route } from '../http/router.ts';
import { createSelfSigned } from '../http/self-signed.ts';
import { startHttpServer } from '../http/server.ts';
import { createAuthorizer } from './access/authorizer.ts';
import { createTokens, type TokenUser } from './access/tokens.ts';
import type { ApiServer, Prepare } from './api/api-server.ts';
import { dispatch } from './api/dispatch.ts';
import { methodNotAllowed, toApiError } from './api/errors.ts';
import { errorReply, withServerHeaders } from './api/reply.ts';
import { type RequestInfo, readRequestInfo } from './api/request-info.ts';
import { createRequestLog, type RequestLog } from './api/request-log.ts';
import { genericStatus } from './api/status.ts';
import { bootstrap } from './bootstrap/bootstrap.ts';
import { startCompaction } from './bootstrap/compaction.ts';
import { startDefinitionController } from './crds/controller.ts';
import { installDefinition, removeDefinition } from './crds/install.ts';
import { createResourceRegistry } from './crds/registry.ts';
import { CUSTOM_TYPES } from './custom-types.ts';
import type { OpenApiSource } from './discovery/openapi-document.ts';
import type { ResourceType } from './object.ts';
import type { ObjectStore } from './store.ts';
import { createWatchHub } from './watch/watch-hub.ts';

export { kubeconfigFor } from './kubeconfig.ts';

export type KubernetesOptions = {
  /** 0 takes a free one. */
  port: number;
  clock: SandboxClock;
  faults: FaultSwitches;
  store: ObjectStore;
  users: TokenUser[];
  /** Lets requests without a token in as `system:anonymous`, who may do what is bound to it. k3s does not. */
  anonymous?: boolean;
  /** Serves HTTPS with a certificate of its own, as kubectl needs to send a token at all. */
  tls?: boolean;
  /** Documents for `/openapi/v3`; without it there are none. */
  openapi?: OpenApiSource;
  /** Custom kinds that are there from the start; all the sandbox knows, unless charts are to bring some of them. */
  customTypes?: readonly ResourceType[];
  /** Defaults, checks and admission of the cluster, for what is written over HTTP. */
  prepare?: Prepare;
  /** How much faster than real time watches end, for a reader whose clock is faster; 1 unless told. */
  watchPace?: number;
};

export type Kubernetes = {
  url: string;
  /** The authority to trust when it serves HTTPS, PEM. */
  ca?: string;
  close(): Promise<void>;
  requests: RequestLog;
  /** Serves a custom kind, by way of its CustomResourceDefinition. */
  installCrd(type: ResourceType): void;
  /** Takes a custom kind away with all its objects; its watches end. */
  removeCrd(group: string, plural: string): void;
  /** From now on the old token is worth nothing, and its watches have ended. */
  rotateToken(old: string, next: string): void;
};

/** Starts the pretend API server over what is, and what will be, in the store. */
export async function startKubernetes(options: KubernetesOptions): Promise<Kubernetes> {
  const { clock, store, faults } = options;
  bootstrap(store, options.customTypes ?? CUSTOM_TYPES);
  const stops = [startDefinitionController(store, clock), startCompaction(store, clock)];
  const server = createApiServer(options);
  server.registry.onRemoved((type) => server.hub.endOf(type));
  server.tokens.onRevoked((tokenId) => server.hub.endFor(tokenId));
  const requests = createRequestLog(() => server.hub.openCount);
  const handle = createHandler(server, requests.add);
  const tls = options.tls === true ? createSelfSigned('k3s-server') : undefined;
  const http = await startHttpServer({
    name: 'kubernetes',
    ...(tls === undefined ? {} : { tls }),
    port: options.port,
    faults,
    routes: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => route(method, '/*path', handle)),
    notFound: () => withServerHeaders(errorReply(methodNotAllowed())),
    statusBody: (status) => genericStatus(status),
    onError: (error) => withServerHeaders(errorReply(toApiError(error, undefined, ''))),
  });
  return {
    url: http.url,
    ...(tls === undefined ? {} : { ca: tls.cert }),
    requests,
    installCrd: (type) => installDefinition(store, type),
    removeCrd: (group, plural) => removeDefinition(store, group, plural),
    rotateToken: server.tokens.rotate,
    close: async () => {
      server.hub.close();
      server.registry.stop();
      for (const stop of stops) {
        stop();
      }
      await http.close();
    },
  };
}

function createApiServer(options: KubernetesOptions): ApiServer {
  const { store, clock, faults, users, anonymous, openapi, prepare, watchPace } = options;
  return {
    store,
    clock,
    registry: createResourceRegistry(store),
    tokens: createTokens(users, anonymous ?? false),
    authorizer: createAuthorizer(store),
    hub: createWatchHub(store, clock, faults, watchPace),
    openApi: openapi ?? (() => ({})),
    prepare: prepare ?? ((object) => object),
  };
}

function createHandler(server: ApiServer, log: (kind: string) => void) {
  return async (context: RequestContext): Promise<Reply | undefined> => {
    const info = readRequestInfo(context.method, context.path, context.query);
    log(kindOf(server, info));
    try {
      const reply = await dispatch(server, {
        context,
        info,
        ...server.tokens.authenticate(context.request.headers.authorization),
      });
      return reply === undefined ? undefined : withServerHeaders(reply);
    } catch (error) {
      const subject = info.isResource ? { group: info.group, plural: info.resource } : undefined;
      return withServerHeaders(errorReply(toApiError(error, subject, info.name)));
    }
  };
}

function kindOf({ registry }: ApiServer, info: RequestInfo): string {
  return info.isResource ? (registry.find(info.group, info.version, info.resource)?.kind ?? info.resource) : info.path;
}
