import { beforeAll, describe, expect, it, vi } from 'vitest';
import { fieldsOf } from '#lib/domain/value/fields.ts';
import { createCollection } from '#lib/live/collection.ts';
import { createSandboxClock } from '#sandbox/clock.ts';
import type { FaultRule } from '#sandbox/faults.ts';
import {
  ADMIN,
  APPLICATION,
  application,
  type KubernetesRig,
  startRig,
} from '#sandbox/kubernetes/testing/kubernetes-rig.ts';
import { createCluster } from './cluster.ts';
import { createFastClock } from './testing/fast-clock.ts';
import { THING_KIND } from './testing/rig.ts';

const RATE = 20;
/** Twenty platforms at once on a busy machine take their time; what never comes is found all the same. */
const WAIT = { timeout: 60_000, interval: 20 };
type Health = { id: string; health: unknown };

/** The health of each application, which is enough to see whether nothing was missed. */
const HEALTH_KIND = {
  ...THING_KIND,
  group: 'argoproj.io',
  version: 'v1alpha1',
  resource: 'applications',
  kind: 'Application',
  idOf: ({ id }: Health) => id,
  toDomain: (object: { readonly [key: string]: unknown }): Health => ({
    id: String(fieldsOf(object.metadata).name),
    health: fieldsOf(fieldsOf(object.status).health).status,
  }),
};

const RULES: (Omit<FaultRule, 'id' | 'server'> & { title: string })[] = [
  { title: 'resets', kind: 'reset' },
  { title: 'no answers', kind: 'hang' },
  { title: 'slow answers', kind: 'delay', delayMs: 300 },
  { title: '401', kind: 'status', status: 401 },
  { title: '403', kind: 'status', status: 403 },
  { title: '404', kind: 'status', status: 404 },
  { title: '429', kind: 'status', status: 429, retryAfterSeconds: 3 },
  { title: '500', kind: 'status', status: 500 },
  { title: '503', kind: 'status', status: 503, retryAfterSeconds: 2 },
  { title: 'pages of a gateway', kind: 'html', status: 502 },
  { title: 'answers cut short', kind: 'truncate' },
  { title: 'answers that stall', kind: 'stall' },
  { title: 'watches that expire', kind: 'watch-expire' },
  { title: 'silent watches', kind: 'watch-silence' },
  { title: 'half-open watches', kind: 'watch-half-open' },
  { title: 'watches that end', kind: 'watch-close' },
  { title: 'watches that are reset', kind: 'watch-reset' },
  { title: 'garbage', kind: 'watch-garbage' },
  { title: 'long lines', kind: 'watch-long-line' },
  { title: 'doubled events', kind: 'watch-duplicate' },
  { title: 'swapped events', kind: 'watch-reorder' },
  { title: 'bookmarks and no events', kind: 'watch-bookmarks' },
  { title: 'unanswered watches', kind: 'watch-unanswered' },
];

/** All faults are lived through at the same time, each on a sandbox of its own; the tests look at how it went. */
describe('a reflection of the sandbox', () => {
  const runs = new Map<string, Promise<unknown>>();
  beforeAll(() => {
    for (const { title, ...rule } of RULES) {
      runs.set(
        title,
        liveThrough(rule).catch((error: unknown) => error),
      );
    }
  });

  it.each(RULES)('is right again after: $title', async ({ title }) => {
    expect(await runs.get(title)).toBeUndefined();
  });
});

async function liveThrough(rule: Omit<FaultRule, 'id' | 'server'>): Promise<void> {
  const rig = await startRig({ clock: createSandboxClock({ rate: RATE }), watchPace: RATE });
  const clock = createFastClock(RATE);
  const cluster = createCluster({
    id: 'sandbox',
    label: 'the sandbox',
    kubeconfig: { server: rig.url, token: ADMIN },
    clock,
    random: Math.random,
  });
  const collection = createCollection<Health>({ id: 'sandbox/applications', label: 'Applications' });
  for (const name of ['changed', 'deleted', 'kept']) {
    rig.store.create(APPLICATION, application(name));
  }
  const reflection = cluster.reflect(HEALTH_KIND, collection);
  const shown = () => Object.fromEntries([...collection.values()].map(({ id, health }) => [id, health]));
  await vi.waitFor(() => expect(collection.source.state).toBe('live'), WAIT);

  rig.faults.set({ id: 'fault', server: 'kubernetes', path: '/applications', ...rule });
  setHealth(rig, 'changed', 'Degraded');
  rig.store.create(APPLICATION, application('added'));
  rig.store.delete(APPLICATION, 'default', 'deleted');
  await clock.sleep(20_000);
  rig.faults.clear();
  setHealth(rig, 'added', 'Progressing');

  await vi.waitFor(() => expect(shown()).toEqual({ changed: 'Degraded', added: 'Progressing', kept: 'Healthy' }), WAIT);
  await vi.waitFor(() => expect(collection.source).toMatchObject({ state: 'live' }), WAIT);
  await reflection.stop();
  cluster.close();
  await rig.close();
}

function setHealth(rig: KubernetesRig, name: string, health: string): void {
  const before = rig.store.get(APPLICATION, 'default', name);
  if (before !== undefined) {
    rig.store.update(APPLICATION, { ...before, status: { ...before.status, health: { status: health } } });
  }
}
