import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject, ResourceType } from '../object.ts';
import {
  APPLICATION,
  application,
  CONFIG_MAP,
  configMap,
  type KubernetesRig,
  startRig,
} from '../testing/kubernetes-rig.ts';
import { openWatch, type WatchReader } from '../testing/watch-reader.ts';

/** A small generator with a seed (mulberry32), so that a failing run can be run again. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A client that knows the simplest right way: list, watch from there, on 410 list again. */
type Mirror = { kind: Kind; state: Map<string, string>; version: string; reader: WatchReader; read: number };

type Kind = {
  type: ResourceType;
  path: string;
  make(name: string, value: string, labels?: Record<string, string>): KubeObject;
};

const KINDS: Kind[] = [
  { type: CONFIG_MAP, path: '/api/v1/configmaps', make: configMap },
  {
    type: APPLICATION,
    path: '/apis/argoproj.io/v1alpha1/applications',
    make: (name, value, labels) => ({
      ...application(name, value),
      metadata: { ...application(name).metadata, ...(labels === undefined ? {} : { labels }) },
    }),
  },
];

/** How often a client was told to list again, over all tests: without any of these they would prove little. */
let relists = 0;

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

const fingerprint = ({ metadata, data, status }: KubeObject) =>
  JSON.stringify([metadata.resourceVersion, metadata.labels, data, status]);

async function list(path: string, selector: string): Promise<{ state: Map<string, string>; version: string }> {
  const state = new Map<string, string>();
  let token = '';
  for (;;) {
    const page = await rig.json(`${path}?limit=3&labelSelector=${selector}&continue=${token}`);
    for (const object of page.items) {
      state.set(object.metadata.name, fingerprint(object));
    }
    token = encodeURIComponent(page.metadata.continue ?? '');
    if (token === '') {
      return { state, version: page.metadata.resourceVersion ?? '' };
    }
  }
}

function watch(path: string, selector: string, version: string): Promise<WatchReader> {
  const query = `watch=1&allowWatchBookmarks=true&resourceVersion=${version}&labelSelector=${selector}`;
  return openWatch(rig.url, `${path}?${query}`);
}

async function openMirror(kind: Kind, selector: string): Promise<Mirror> {
  const { state, version } = await list(kind.path, selector);
  return { kind, state, version, reader: await watch(kind.path, selector, version), read: 0 };
}

/** Takes in what has come so far; false when the server says to list again. */
function takeIn(mirror: Mirror): boolean {
  const { reader, state } = mirror;
  for (; mirror.read < reader.raw.length; mirror.read += 1) {
    const { type, object } = JSON.parse(reader.raw[mirror.read] ?? '');
    if (type === 'ERROR') {
      return false;
    }
    mirror.version = object.metadata.resourceVersion;
    if (type === 'DELETED') {
      state.delete(object.metadata.name);
    } else if (type !== 'BOOKMARK') {
      state.set(object.metadata.name, fingerprint(object));
    }
  }
  return true;
}

async function reconnect(mirror: Mirror, selector: string): Promise<void> {
  const isGood = takeIn(mirror);
  mirror.reader.cut();
  if (!isGood) {
    relists += 1;
    Object.assign(mirror, await list(mirror.kind.path, selector));
  }
  mirror.reader = await watch(mirror.kind.path, selector, mirror.version);
  mirror.read = 0;
}

function writeAtRandom({ type, make }: Kind, random: (below: number) => number): void {
  const name = `n${random(12)}`;
  const isThere = rig.store.get(type, 'default', name) !== undefined;
  if (isThere && random(4) === 0) {
    rig.store.delete(type, 'default', name);
    return;
  }
  const object = make(name, String(random(1000)), random(2) === 0 ? { side: 'in' } : { side: 'out' });
  rig.store[isThere ? 'update' : 'create'](type, object);
}

async function stepAtRandom(mirror: Mirror, selector: string, random: (below: number) => number): Promise<void> {
  const dice = random(40);
  if (dice === 0) {
    rig.store.compact(rig.store.revision - random(10));
  } else if (dice < 4) {
    await reconnect(mirror, selector);
  } else if (dice < 6) {
    // Lets what was written reach the reader, so that it is cut at different places.
    await new Promise((resolve) => setImmediate(resolve));
  } else {
    writeAtRandom(mirror.kind, random);
  }
}

async function isTrue(mirror: Mirror, selector: string): Promise<boolean> {
  if (!takeIn(mirror)) {
    await reconnect(mirror, selector);
  }
  const truth = (await list(mirror.kind.path, selector)).state;
  return JSON.stringify([...mirror.state].sort()) === JSON.stringify([...truth].sort());
}

describe.each([[1], [2], [3], [4], [5], [6]])('random writes and reconnects, seed %i', (seed) => {
  it.each([
    ['everything', ''],
    ['a selection', 'side%3Din'],
  ])('lose nothing for who watches %s', async (_what, selector) => {
    const random = createRandom(seed);
    const mirrors = await Promise.all(KINDS.map((kind) => openMirror(kind, selector)));
    for (let step = 0; step < 500; step += 1) {
      const mirror = mirrors[random(mirrors.length)];
      if (mirror !== undefined) {
        await stepAtRandom(mirror, selector, random);
      }
    }
    for (const mirror of mirrors) {
      await expect.poll(() => isTrue(mirror, selector)).toBe(true);
    }
  });
});

it('some of them had come too late and had to list again', () => {
  expect(relists).toBeGreaterThan(5);
});

it('pages stay one snapshot while writes go on', async () => {
  const random = createRandom(9);
  const kind: Kind = { type: CONFIG_MAP, path: '/api/v1/configmaps', make: configMap };
  for (let index = 0; index < 60; index += 1) {
    writeAtRandom(kind, random);
  }
  for (let round = 0; round < 20; round += 1) {
    const before = new Map(rig.store.list(CONFIG_MAP).map((object) => [object.metadata.name, fingerprint(object)]));
    const first = await rig.json('/api/v1/configmaps?limit=2');
    const seen = new Map(first.items.map((object) => [object.metadata.name, fingerprint(object)]));
    let token = first.metadata.continue;
    while (token !== undefined) {
      for (let write = random(4); write > 0; write -= 1) {
        writeAtRandom(kind, random);
      }
      const page = await rig.json(`/api/v1/configmaps?limit=2&continue=${encodeURIComponent(token)}`);
      expect(page.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
      for (const object of page.items) {
        expect(seen.has(object.metadata.name)).toBe(false);
        seen.set(object.metadata.name, fingerprint(object));
      }
      token = page.metadata.continue;
    }
    expect(seen).toEqual(before);
  }
});
