import 'server-only';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { reach } from '#lib/adapters/_shared/reach.ts';
import { createSystemClock } from '#lib/adapters/clock/system-clock.ts';
import { type Config, loadConfig, signInForge } from '#lib/config/load.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import { createHeardDeliveries } from '#lib/http/heard-deliveries.ts';
import { createRequestLimits } from '#lib/http/limits/request-limits.ts';
import { createAttention } from '#lib/live/attention.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createHub, type Hub } from '#lib/live/hub.ts';
import type { Poller } from '#lib/live/poller.ts';
import type { Services, WatchedRepository } from '#lib/portal/context.ts';
import { forgeOf } from '#lib/portal/forge-of.ts';
import { createLocks } from '#lib/portal/locks.ts';
import { createRememberedSessions } from '#lib/portal/remembered-sessions.ts';
import { createRepositorySnapshots } from '#lib/portal/repository-snapshots.ts';
import { createSeenApplications } from '#lib/portal/seen-applications.ts';
import { sourcesOf } from '#lib/portal/sources-of.ts';
import type { Attention } from '#lib/ports/attention.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Log } from '#lib/ports/log.ts';
import { anchorsFile, startAuditAnchors } from './audit-anchors.ts';
import { startChangeDriver } from './change-driver.ts';
import { createChangeRows } from './change-rows.ts';
import { connectForges } from './connect-forges.ts';
import { createOperations } from './connections/operations.ts';
import { openStore } from './database.ts';
import { DECLARED_MODELS, startDeclaredModels } from './declared-models.ts';
import { createGateway } from './gateway/create-gateway.ts';
import { startGatewayDriver } from './gateway/driver.ts';
import { createGatewayRows, createReviewRows } from './gateway/gateway-rows.ts';
import { createRunTexts } from './gateway/run-texts.ts';
import { startGivingBackMemory } from './give-back-memory.ts';
import { startHousekeeping } from './housekeeping.ts';
import { loadTemplates } from './load-templates.ts';
import { startMergeRequestWatch } from './merge-request-watch.ts';
import { scrape } from './metrics/scrape.ts';
import type { Watching } from './metrics/watching.ts';
import { type Platform, startPlatform } from './platform.ts';
import type { Portal } from './portal.ts';
import { createDrain } from './requests/drain.ts';
import type { FrontDoor } from './requests/front-door.ts';
import { createScaleSetSource } from './scale-set-source.ts';
import { startSchemas } from './schemas.ts';
import { signInOptions } from './sign-in-options.ts';
import { templateEnvironment } from './template-environment.ts';
import { createPageTopic, createTopics } from './topics.ts';
import { watchProcess } from './watch-process.ts';
import { createWatchedChanges } from './watched-changes.ts';
import { createWebhooks } from './webhooks.ts';

/** How often rows are read again for what other replicas wrote; PostgreSQL is for several, SQLite for one. */
const RELOAD_MS = 10_000;

/**
 * Starts everything that the configuration names. Throws ConfigError and PortalError.
 * @param door of the servers whose requests it watches, and which it closes in the end
 */
export async function openPortal(door: FrontDoor): Promise<Portal> {
  const root = process.cwd();
  const clock = createSystemClock();
  const own = watchProcess(process.env.PORTOLAN_LOG_LEVEL, root, clock, door);
  const { log, registry, connections } = own;
  const watching: Watching = { metrics: registry, connections };
  const config = loadConfig(process.env, root);
  reach.limitTo(config.outbound.addresses);
  const store = await openStore(config, log, watching);
  const attention = createAttention();
  const platform = startPlatform(config, clock, log, watching, attention);
  const schemas = await startSchemas(platform.clusters[0].cluster, clock, log);
  // Who opens the page of a change wants to see it as it is now.
  const watched = createWatchedChanges((id) => driver.nudge(id));
  const hub = createHub({
    clock,
    topicFor: (name) => createPageTopic(services, watched, name, heard),
    epoch: randomUUID().slice(0, 8),
    report: (error) => log.error('live stream', { error }),
  });
  const rows = createChangeRows(
    store,
    config.approvals,
    { forgeId: config.gitops.forge, path: config.gitops.repository },
    issuerOfLinked(config),
    clock,
    log,
  );
  await rows.load();
  const ending = new AbortController();
  const operations = createOperations({
    config,
    root,
    clock,
    log,
    connections,
    hub,
    driver: () => driver,
    askForge: () => Promise.all(services.forges.map(({ portal }) => portal.whoAmI())),
  });
  const declaredModels = createCollection<DeclaredServer>(DECLARED_MODELS, clock.now());
  const runTexts = createRunTexts();
  const runRows = createGatewayRows(store, clock, log);
  const reviewRows = createReviewRows(store, clock, log);
  const gateway = createGateway(config, { rows: runRows, texts: runTexts, reviews: reviewRows });
  if (gateway !== null) {
    await Promise.all([runRows.load(), reviewRows.load()]);
  }
  const services = createServices({
    config,
    clock,
    log,
    watching,
    operations,
    attention,
    store,
    platform,
    schemas,
    hub,
    declaredModels,
    rows,
    gateway: gateway?.gateway ?? null,
    ending: ending.signal,
  });
  const declaring = startDeclaredModels(services, declaredModels, attention);
  const heard = {
    models: () => hear([...platform.models.map(({ poller }) => poller), declaring]),
    runners: () => hear(platform.fleets.map(({ poller }) => poller)),
    sources: attention.begin,
    vram: () =>
      hear([...platform.models, ...(platform.metrics === null ? [] : [platform.metrics])].map(({ poller }) => poller)),
  };
  for (const topic of createTopics(services, heard)) {
    hub.add(topic);
  }
  const housekeeping = startHousekeeping(services);
  const memory = startGivingBackMemory({ clock });
  const anchors = startAuditAnchors(services, anchorsFile(config.stateDir));
  const driver = startChangeDriver(services, { isWatched: watched.has });
  const gatewayDriver = gateway && startGatewayDriver(services, gateway.gateway, runTexts);
  if (gatewayDriver !== null) {
    gateway?.attach(gatewayDriver);
  }
  const mergeRequests = services.watched.map((one) => startMergeRequestWatch(services, one, driver, attention));
  const unsubscribe = platform.engine.applications.subscribe(() => driver.nudgeDeliveries());
  const reload = setInterval(() => {
    void rows.load();
    if (gateway !== null) {
      void runRows.load();
      void reviewRows.load();
    }
  }, RELOAD_MS);
  const drain = createDrain(door, clock, () => own.requests.inFlight);
  let isStopping = false;
  return {
    config,
    services,
    hub,
    platform,
    heardOfForge() {
      for (const one of mergeRequests) {
        one.nudge();
      }
      driver.nudge();
    },
    webhooks: createWebhooks(config.forges),
    heardDeliveries: createHeardDeliveries(),
    scrape: () =>
      scrape({
        ...own,
        hub,
        driver,
        store,
        clock,
        sources: () => sourcesOf(services),
        requestsInFlight: () => own.requests.inFlight,
      }),
    get isStopping() {
      return isStopping;
    },
    async stop() {
      isStopping = true;
      await drain.run(() => hub.close());
      ending.abort();
      clearInterval(reload);
      housekeeping.stop();
      memory.stop();
      unsubscribe();
      operations.stop();
      schemas.stop();
      await Promise.all(mergeRequests.map((one) => one.stop()));
      await driver.stop();
      await gatewayDriver?.stop();
      await anchors.stop();
      await declaring.stop();
      await platform.stop();
      await store.close();
      own.stop();
    },
  };
}

/** Somebody looks at what these pollers read; gives how to say that they no longer do. */
function hear(pollers: readonly Pick<Poller, 'interest'>[]): () => void {
  const ends = pollers.map((poller) => poller.interest());
  return () => {
    for (const end of ends) {
      end();
    }
  };
}

type Parts = {
  config: Config;
  clock: Clock;
  log: Log;
  watching: Watching;
  /** Of all who have a page open. */
  attention: Attention;
  operations: Services['operations'];
  store: Services['store'];
  platform: Platform;
  schemas: Services['schemas'];
  hub: Hub;
  declaredModels: Services['declaredModels'];
  rows: ReturnType<typeof createChangeRows>;
  gateway: Services['gateway'];
  /** When the portal stops. */
  ending: AbortSignal;
};

/** Of the forges on which people act with linked accounts. */
function issuerOfLinked(config: Config): (forgeId: string) => string | null {
  return (forgeId) => (forgeId === signInForge(config) ? null : (signInOptions(config, forgeId)?.issuer ?? null));
}

type WatchedConfig = Pick<Config['gitops']['watched'][number], 'repository' | 'branch' | 'forge'>;

function createServices(parts: Parts): Services {
  const { config, clock, log, watching, attention, operations, store, platform, schemas, hub, rows } = parts;
  const { gitops } = config;
  const forges = connectForges(config, clock, watching, attention);
  const watch = ({ repository: path, branch, forge: forgeId = gitops.forge }: WatchedConfig): WatchedRepository => {
    const forge = forgeOf({ forges }, { forgeId });
    return {
      ref: { forgeId, path },
      branch,
      forge,
      snapshots: createRepositorySnapshots(forge.portal, path, branch, clock),
    };
  };
  const repository = watch(gitops);
  const portalUrl = config.url.replace(/\/$/, '');
  const { landing, privilegedNamespaces } = config.guardrails;
  const [cluster] = config.clusters;
  const rememberedSessions = createRememberedSessions(clock);
  const repositoryUrl = `${repository.forge.host.webUrl}/${gitops.repository}.git`;
  return {
    clock,
    newId: randomUUID,
    log,
    metrics: watching.metrics,
    operations,
    store,
    locks: createLocks(),
    limits: createRequestLimits(config.limits, config.trustedProxies, clock),
    portalUrl,
    signIn: {
      provider: forges.find(({ host }) => host.id === signInForge(config))?.provider ?? null,
      roles: config.roles,
      sessionMs: config.signIn.sessionHours * 3_600_000,
    },
    forges,
    repository,
    snapshots: repository.snapshots,
    watched: [repository, ...gitops.watched.map(watch)],
    templates: loadTemplates(
      [join(process.cwd(), 'templates'), ...config.templates],
      templateEnvironment(config, repositoryUrl),
      log,
    ),
    schemas,
    guardrails: {
      privilegedNamespaces,
      landing: {
        ...landing,
        applications: {
          namespace: cluster?.argocd?.namespace ?? 'argocd',
          projects: landing.projects,
          repositories: [repositoryUrl, ...gitops.urls],
          revisions: [gitops.branch],
          clusters: ['https://kubernetes.default.svc', 'in-cluster'],
        },
      },
    },
    policies: config.approvals,
    gateway: parts.gateway,
    engine: platform.engine,
    engineApi: platform.engineApi,
    seenApplications: createSeenApplications(platform, clock, parts.ending),
    nodes: platform.nodes,
    pods: platform.pods,
    deployments: platform.deployments,
    gpuPods: platform.gpuPods,
    analyses: platform.analyses,
    scaleSets: platform.scaleSets,
    troubles: platform.troubles,
    models: platform.models.map(({ collection }) => collection),
    platformMetrics: platform.metrics,
    runnerSources: [
      ...platform.fleets.map(({ source }) => source),
      ...platform.clusters.map((each) => createScaleSetSource(each, clock, parts.ending)),
    ],
    modelServers: platform.models.map(({ entry }) => entry),
    declaredModels: parts.declaredModels,
    changeRows: rows.collection,
    live: { position: () => hub.position() },
    changeUpdated: (change) => rows.update(change),
    rememberedSessions,
    sessionEnded(sessionId) {
      rememberedSessions.forget(sessionId);
      hub.closeSession(sessionId);
    },
  };
}
