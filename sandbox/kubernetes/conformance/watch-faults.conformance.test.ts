import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind, FaultRule } from '../../faults.ts';
import { CONFIG_MAP, configMap, type KubernetesRig, startRig } from '../testing/kubernetes-rig.ts';
import { openWatch, type WatchReader } from '../testing/watch-reader.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

function set(kind: FaultKind, extra: Partial<FaultRule> = {}): void {
  rig.faults.set({ id: kind, server: 'kubernetes', kind, ...extra });
}

function watch(query = ''): Promise<WatchReader> {
  return openWatch(rig.url, `${CONFIG_MAPS}?watch=1&resourceVersion=${rig.store.revision}&${query}`);
}

function create(...names: string[]): void {
  for (const name of names) {
    rig.store.create(CONFIG_MAP, configMap(name));
  }
}

function names(reader: WatchReader): (string | undefined)[] {
  return reader.lines.map(({ object }) => object.metadata.name);
}

/** Waits until the server has written on a watch that was opened later, so that an earlier one would have heard too. */
async function heardElsewhere(): Promise<void> {
  rig.faults.clear();
  const other = await watch();
  create('for-the-other');
  await other.count(1);
  other.cut();
}

describe.each([['open'], ['new']])('an %s watch', (when) => {
  const struck = async (kind: FaultKind, query = ''): Promise<WatchReader> => {
    const rule = { path: '/configmaps' };
    if (when === 'new') {
      set(kind, rule);
      return watch(query);
    }
    const reader = await watch(query);
    set(kind, rule);
    return reader;
  };

  it('can expire, and stays open without a word', async () => {
    const reader = await struck('watch-expire');
    await reader.count(1);
    expect(reader.lines[0]).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    create('a');
    await heardElsewhere();
    expect(reader.raw).toHaveLength(1);
    expect(reader.isEnded).toBe(false);
  });

  it('can fall silent, and ends when its time is up', async () => {
    const reader = await struck('watch-silence', 'timeoutSeconds=1&allowWatchBookmarks=true');
    create('a');
    await reader.ended();
    expect(reader.raw).toEqual([]);
  });

  it('can hang half open, and not even end', async () => {
    const reader = await struck('watch-half-open', 'timeoutSeconds=1');
    create('a');
    const other = await openWatch(
      rig.url,
      `/api/v1/pods?watch=1&timeoutSeconds=1&resourceVersion=${rig.store.revision}`,
    );
    await other.ended();
    await heardElsewhere();
    expect(reader.raw).toEqual([]);
    expect(reader.isEnded).toBe(false);
  });

  it('can end cleanly', async () => {
    const reader = await struck('watch-close');
    await reader.ended();
    expect(reader.raw).toEqual([]);
  });

  it('can be reset', async () => {
    const reader = await struck('watch-reset').catch((error: Error) => error);
    if (reader instanceof Error) {
      // Reset before the answer's first bytes were read.
      expect(String(reader)).toMatch(/ECONNRESET|socket hang up/);
    } else {
      await reader.ended();
    }
  });

  it('can carry garbage, and goes on after it', async () => {
    const reader = await struck('watch-garbage');
    create('a');
    await expect.poll(() => reader.raw.length).toBe(2);
    expect(() => JSON.parse(reader.raw[0] ?? '')).toThrow(SyntaxError);
    expect(JSON.parse(reader.raw[1] ?? '')).toMatchObject({ type: 'ADDED' });
  });

  it('can carry a line of 10 MB that is right', async () => {
    const reader = await struck('watch-long-line');
    create('a');
    await reader.count(2);
    expect(reader.raw[0]?.length).toBeGreaterThan(10 * 1024 * 1024);
    expect(reader.lines.map(({ type }) => type)).toEqual(['BOOKMARK', 'ADDED']);
  });

  it('can tell everything twice', async () => {
    const reader = await struck('watch-duplicate');
    create('a', 'b');
    await reader.count(4);
    expect(names(reader)).toEqual(['a', 'a', 'b', 'b']);
  });

  it('can tell things in the wrong order, and the last one late', async () => {
    const reader = await struck('watch-reorder');
    create('a', 'b', 'c');
    await reader.count(3);
    expect(names(reader)).toEqual(['b', 'a', 'c']);
  });

  it('can carry bookmarks only, from which nothing is lost', async () => {
    const reader = await struck('watch-bookmarks', 'allowWatchBookmarks=true');
    create('a', 'b');
    await reader.count(2);
    expect(new Set(reader.lines.map(({ type }) => type))).toEqual(new Set(['BOOKMARK']));
    const version = reader.lines.at(-1)?.object.metadata.resourceVersion;
    rig.faults.clear();
    const resumed = await openWatch(rig.url, `${CONFIG_MAPS}?watch=1&resourceVersion=${version}`);
    await resumed.count(2);
    expect(names(resumed)).toEqual(['a', 'b']);
  });
});

describe('a fault', () => {
  it('can leave a watch without any answer', async () => {
    set('watch-unanswered');
    let isAnswered = false;
    const pending = watch().then(() => {
      isAnswered = true;
    });
    pending.catch(() => undefined);
    await expect.poll(() => rig.requests.count()).toBe(1);
    await heardElsewhere();
    expect(isAnswered).toBe(false);
  });

  it('strikes only the watches it names, as often as it says', async () => {
    const [here, there] = await Promise.all([watch(), openWatch(rig.url, '/api/v1/pods?watch=1')]);
    set('watch-close', { path: '/configmaps', remaining: 2 });
    await here.ended();
    await (await watch()).ended();
    const third = await watch();
    create('a');
    await third.count(1);
    expect(there.isEnded).toBe(false);
  });

  it('strikes once when another one is switched on', async () => {
    const reader = await watch();
    set('watch-garbage');
    set('watch-close', { path: '/pods' });
    create('a');
    await expect.poll(() => reader.raw.length).toBe(2);
  });

  it('of HTTP strikes the beginning of a watch as any request, in the form of a Status', async () => {
    set('status', { path: 'watch=1', status: 410 });
    const response = await rig.call(`${CONFIG_MAPS}?watch=1`);
    expect(response.status).toBe(410);
    expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'Expired', code: 410 });
    set('status', { path: CONFIG_MAPS, status: 429, retryAfterSeconds: 3 });
    const limited = await rig.call(CONFIG_MAPS);
    expect(limited.headers.get('retry-after')).toBe('3');
    expect(await limited.json()).toMatchObject({ kind: 'Status', reason: 'TooManyRequests', code: 429 });
  });

  it('can stall a list in the middle', async () => {
    create('a');
    set('stall', { path: CONFIG_MAPS, remaining: 1 });
    const controller = new AbortController();
    const response = await rig.call(CONFIG_MAPS, { signal: controller.signal });
    const body = response.text().then(
      () => 'whole',
      () => 'cut',
    );
    expect((await rig.json(CONFIG_MAPS)).items).toHaveLength(1);
    controller.abort();
    expect(await body).toBe('cut');
  });
});
