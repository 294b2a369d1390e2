import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { isWell } from '#lib/domain/source/source.ts';
import { createViewRoute } from '#lib/http/view-route.ts';
import { sourcesOf } from '#lib/portal/sources-of.ts';
import { type CheckRig, startCheckRig } from '#lib/testing/check-rig.ts';
import { createTestDatabase, describeOnlyOn, type TestDatabase } from '#lib/testing/database/test-database.ts';
import { isLong } from '#lib/testing/long.ts';
import { answerFrom, type Canned, startCanned } from '#lib/testing/prometheus/canned-prometheus.ts';
import { signInSingleUser } from '#lib/usecases/session/sign-in.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';
import { VIEWS } from '#lib/views/index.ts';
import { SANDBOX_SERVERS } from '#sandbox/faults.ts';
import { type Relay, startRelay } from '#sandbox/network/relay.ts';
import { openPortal } from './open-portal.ts';
import type { Portal } from './portal.ts';
import { type FrontDoor, openFrontDoor } from './requests/front-door.ts';

/** Everything that this portal stands on and that can be away; it is connected to no GitHub and no Gitea. */
const SOURCES = [...SANDBOX_SERVERS.filter((server) => server !== 'github' && server !== 'gitea'), 'database' as const];
type Source = (typeof SOURCES)[number];

/** Every set of them, the empty one first. */
const ALL_COMBINATIONS: Source[][] = Array.from({ length: 2 ** SOURCES.length }, (_, bits) =>
  SOURCES.filter((_source, index) => (bits >> index) % 2 === 1),
);
/** Of which any two, and any without which the others stand alone, are tried each time. */
const COMBINATIONS = ALL_COMBINATIONS.filter(({ length }) => isLong || length <= 2 || length >= SOURCES.length - 1);

/** What is in the database and nowhere else. Everything else is shown whatever is away. */
const IN_DATABASE_ALONE = ['audit', 'explanation', 'gateway-written', 'tokens'];

const ROOT = { namespace: 'argocd', name: 'dev-platform' };
const PARAMS: Record<string, object> = {
  application: ROOT,
  explanation: ROOT,
  commits: ROOT,
  'live-tree': ROOT,
  difference: { of: ROOT, group: 'argoproj.io', kind: 'Application', namespace: 'argocd', name: 'ollama' },
  'model-fit': { server: 'ollama', model: 'llama3.1:8b' },
  'pod-search': { text: 'ollama' },
  template: { id: 'web-service' },
  runner: { id: 'homelab/arc-runners/arc-linux-standard' },
};
/** These are of one change or one request, which nobody made here, and what a server of models says when it is asked. */
const OF_ONE = ['change', 'change-discussion', 'gateway-run', 'gateway-models'];
const NAMES = Object.keys(VIEWS).filter((name) => !OF_ONE.includes(name));

const SOON = { timeout: 40_000, interval: 50 };

let rig: CheckRig;
let database: TestDatabase;
let relay: Relay;
let canned: Canned;
let door: FrontDoor;
let portal: Portal;
let cookie: string;
const environment = { ...process.env };

/** What need not be installed, and is not, is as well as it can be: k8sgpt here. */
function statesOf({ services }: Portal): Set<string> {
  return new Set(sourcesOf(services).map(({ source }) => (isWell(source) ? 'live' : source.state)));
}

type Answer = { status: number; result: Partial<ViewResult<unknown>> & { code?: string; message?: string } };

async function read(name: string): Promise<Answer> {
  const params = encodeURIComponent(JSON.stringify(PARAMS[name] ?? {}));
  const route = createViewRoute(VIEWS, async () => portal.services);
  const request = new Request(`http://localhost:3000/api/views/${name}?params=${params}`, { headers: { cookie } });
  const response = await route(request, name);
  return { status: response.status, result: (await response.json()) as Answer['result'] };
}

async function takeAway(away: readonly Source[]): Promise<void> {
  for (const source of away) {
    if (source === 'database') {
      await relay.cut();
    } else {
      rig.sandbox.faults.set({ id: source, server: source, kind: 'reset' });
    }
    if (source === 'kubernetes') {
      rig.sandbox.faults.set({ id: 'watches', server: source, kind: 'watch-reset' });
    }
  }
}

/** Waits until the portal says of each that shows something that it is away; before, it may just not know yet. */
async function untilNoticed(away: readonly Source[]): Promise<void> {
  nudgePolled();
  await vi.waitFor(async () => {
    const { result } = await read('sources');
    const broken = result.sources?.filter((source) => !isWell(source)) ?? [];
    expect(broken.some(({ id }) => id.startsWith('models/'))).toBe(away.includes('ollama'));
    expect(broken.some(({ id }) => id === 'prometheus')).toBe(away.includes('prometheus'));
    expect(broken.some(({ id }) => id.startsWith('homelab/'))).toBe(away.includes('kubernetes'));
    expect(broken.every(({ reason }) => reason !== undefined)).toBe(true);
  }, SOON);
}

function nudgePolled(): void {
  const { models, metrics } = portal.platform;
  for (const polled of [...models, metrics]) {
    polled?.poller.nudge();
  }
}

async function bringBack(): Promise<void> {
  rig.sandbox.faults.clear();
  await relay.mend();
}

/** How much each panel of a view shows: rows of a list, whether there is a value at all. */
function panelsOf({ data }: Answer['result']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data ?? {}).map(([panel, value]) => [
      panel,
      Array.isArray(value) ? value.length : value === null ? null : typeof value,
    ]),
  );
}

describeOnlyOn('PostgreSQL', 'nothing can cut the portal off its own file', 'with some of its sources away', () => {
  beforeAll(async () => {
    const answer = answerFrom([{ name: 'DCGM_FI_DEV_FB_USED', labels: { Hostname: 'a', gpu: '0' }, value: 1 }]);
    canned = await startCanned((promql, response) => response.end(JSON.stringify(answer(promql))));
    [rig, database] = await Promise.all([startCheckRig({ prometheus: canned.url }), createTestDatabase()]);
    const url = new URL(database.url);
    relay = await startRelay({ host: url.hostname, port: Number(url.port) });
    url.host = `127.0.0.1:${relay.port}`;
    const gateway = `gateway: {writers: [{id: ollama, url: "${rig.sandbox.ollama.url}", model: "qwen2.5-coder:7b"}]}`;
    Object.assign(
      process.env,
      { PORTOLAN_LOG_LEVEL: 'silent' },
      rig.configure({
        replace: [
          ['mode: forge', 'mode: single-user'],
          ['database: file:portolan.db', `database: ${url.href}`],
          ['templates: []', `templates: []\nprometheus: {url: "${rig.sandbox.metricsUrl}"}\n${gateway}`],
        ],
      }),
    );
    door = openFrontDoor();
    portal = await openPortal(door);
    const { token } = await signInSingleUser(portal.services, '/', { requestId: 'r', userAgent: 'test' });
    cookie = `portolan_session=${token}`;
    await vi.waitFor(() => {
      expect(statesOf(portal)).toEqual(new Set(['live']));
      // Which servers stand outside of the cluster is known when git was read.
      expect(portal.services.declaredModels.source.state).toBe('live');
    }, SOON);
  });
  afterAll(async () => {
    await portal.stop();
    door.close();
    await relay.close();
    await database.drop();
    await rig.close();
    canned.close();
    process.env = environment;
  });

  it.each(COMBINATIONS.map((away) => ({ away, title: away.join(', ') || 'none of them' })))(
    'the portal shows everything else: $title',
    async ({ away }) => {
      const before = new Map<string, Record<string, unknown>>();
      for (const name of NAMES) {
        const { status, result } = await read(name);
        expect([name, status]).toEqual([name, 200]);
        before.set(name, panelsOf(result));
      }
      await takeAway(away);
      const isNoticed = isLong || away.length === SOURCES.length;
      try {
        if (isNoticed) {
          await untilNoticed(away);
        }
        for (const name of NAMES) {
          const { status, result } = await read(name);
          if (away.includes('database') && IN_DATABASE_ALONE.includes(name)) {
            expect([name, status, result.code]).toEqual([name, 503, 'unavailable']);
            expect(result.message).toContain('database');
          } else {
            expect([name, status]).toEqual([name, 200]);
            expect([name, panelsOf(result)]).toEqual([name, before.get(name)]);
          }
        }
      } finally {
        await bringBack();
      }
      await expect.poll(async () => (await read('audit')).status, { timeout: 20_000 }).toBe(200);
      if (isNoticed) {
        nudgePolled();
        await vi.waitFor(() => expect(statesOf(portal)).toEqual(new Set(['live'])), SOON);
      }
    },
    60_000,
  );
});
