import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../clock.ts';
import {
  APPLICATION,
  application,
  CONFIG_MAP,
  configMap,
  type KubernetesRig,
  startRig,
} from '../testing/kubernetes-rig.ts';
import { openWatch, type WatchLine, type WatchReader } from '../testing/watch-reader.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';

let rig: KubernetesRig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.close());

function shown(lines: readonly WatchLine[]): string[] {
  return lines.map(({ type, object }) => `${type} ${object.metadata.name ?? '-'}`);
}

function watch(query: string, path = CONFIG_MAPS): Promise<WatchReader> {
  return openWatch(rig.url, `${path}?watch=1&${query}`);
}

describe('a watch', () => {
  it('from nowhere begins with everything, then tells what happens', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const reader = await watch('');
    expect(reader.status).toBe(200);
    expect(reader.headers['transfer-encoding']).toBe('chunked');
    await reader.count(1);
    rig.store.update(CONFIG_MAP, configMap('a', 'w'));
    rig.store.create(CONFIG_MAP, configMap('b'));
    rig.store.delete(CONFIG_MAP, 'default', 'a');
    expect(shown(await reader.count(4))).toEqual(['ADDED a', 'MODIFIED a', 'ADDED b', 'DELETED a']);
    expect(reader.lines.every(({ object }) => object.kind === 'ConfigMap' && object.apiVersion === 'v1')).toBe(true);
  });

  it('from a revision tells exactly what came after it', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const { metadata } = await rig.json(CONFIG_MAPS);
    rig.store.create(CONFIG_MAP, configMap('b'));
    rig.store.delete(CONFIG_MAP, 'default', 'a');
    const reader = await watch(`resourceVersion=${metadata.resourceVersion}`);
    expect(shown(await reader.count(2))).toEqual(['ADDED b', 'DELETED a']);
    expect(Number(reader.lines[1]?.object.metadata.resourceVersion)).toBe(rig.store.revision);
  });

  it('tells each event as it comes, without waiting for more', async () => {
    const reader = await watch(`resourceVersion=${rig.store.revision}`);
    for (const name of ['a', 'b', 'c']) {
      rig.store.create(CONFIG_MAP, configMap(name));
      expect(shown(await reader.count(reader.raw.length + 1)).at(-1)).toBe(`ADDED ${name}`);
    }
  });

  it('of a namespace hears of no other', async () => {
    const reader = await watch(`resourceVersion=${rig.store.revision}`, '/api/v1/namespaces/kube-system/configmaps');
    rig.store.create(CONFIG_MAP, configMap('a'));
    rig.store.create(CONFIG_MAP, { ...configMap('b'), metadata: { name: 'b', namespace: 'kube-system' } });
    expect(shown(await reader.count(1))).toEqual(['ADDED b']);
  });

  it('with a selector sees objects come and go as their labels change', async () => {
    const reader = await watch(`resourceVersion=${rig.store.revision}&labelSelector=tier%3Dweb`);
    rig.store.create(CONFIG_MAP, configMap('a', '1', { tier: 'db' }));
    rig.store.update(CONFIG_MAP, configMap('a', '2', { tier: 'web' }));
    rig.store.update(CONFIG_MAP, configMap('a', '3', { tier: 'web' }));
    rig.store.update(CONFIG_MAP, configMap('a', '4', { tier: 'db' }));
    rig.store.delete(CONFIG_MAP, 'default', 'a');
    rig.store.create(CONFIG_MAP, configMap('end', '1', { tier: 'web' }));
    expect(shown(await reader.count(4))).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED end']);
  });

  it('of one name by field selector hears of that one', async () => {
    const reader = await watch(`resourceVersion=${rig.store.revision}&fieldSelector=metadata.name%3Db`);
    rig.store.create(CONFIG_MAP, configMap('a'));
    rig.store.create(CONFIG_MAP, configMap('b'));
    expect(shown(await reader.count(1))).toEqual(['ADDED b']);
  });

  it('that reads slowly loses nothing and holds nobody up', async () => {
    const slow = await watch(`resourceVersion=${rig.store.revision}`, '/apis/argoproj.io/v1alpha1/applications');
    slow.pause();
    const big = 'x'.repeat(20_000);
    for (let index = 0; index < 1000; index += 1) {
      const made = application(`a${index}`);
      rig.store.create(APPLICATION, { ...made, spec: { big } });
    }
    const quick = await watch('', '/apis/argoproj.io/v1alpha1/applications');
    await quick.count(1000);
    expect(slow.raw.length).toBeLessThan(1000);
    slow.resume();
    const names = (await slow.count(1000)).map(({ object }) => object.metadata.name);
    expect(names).toEqual(Array.from({ length: 1000 }, (_, index) => `a${index}`));
  });

  it('that leaves is forgotten', async () => {
    const reader = await watch('');
    expect(rig.requests.openWatches()).toBe(1);
    reader.cut();
    await expect.poll(() => rig.requests.openWatches()).toBe(0);
  });
});

describe('a watch that comes too late', () => {
  it('gets an ERROR event with 410 and the end', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const old = rig.store.revision - 1;
    rig.store.compact();
    const reader = await watch(`resourceVersion=${old}`);
    await reader.ended();
    expect(reader.lines).toMatchObject([
      { type: 'ERROR', object: { kind: 'Status', status: 'Failure', reason: 'Expired', code: 410 } },
    ]);
    expect(JSON.stringify(reader.lines)).toContain(`too old resource version: ${old} (${rig.store.revision})`);
  });

  it('is not one that was there all along', async () => {
    const reader = await watch(`resourceVersion=${rig.store.revision}`);
    rig.store.create(APPLICATION, application('other-kind'));
    rig.store.compact();
    rig.store.create(CONFIG_MAP, configMap('a'));
    expect(shown(await reader.count(1))).toEqual(['ADDED a']);
  });
});

describe('a streaming list', () => {
  it('is the objects and a bookmark that says they are all', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    rig.store.create(CONFIG_MAP, configMap('b'));
    const revision = rig.store.revision;
    const reader = await watch('sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
    const lines = await reader.count(3);
    expect(shown(lines)).toEqual(['ADDED a', 'ADDED b', 'BOOKMARK -']);
    expect(lines[2]?.object.metadata).toEqual({
      resourceVersion: String(revision),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  });

  it('that is declined begins with what happens next', async () => {
    rig.store.create(CONFIG_MAP, configMap('a'));
    const reader = await watch('sendInitialEvents=false&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true');
    rig.store.create(CONFIG_MAP, configMap('b'));
    expect(shown(await reader.count(1))).toEqual(['ADDED b']);
  });
});

describe('bookmarks', () => {
  it('come about every minute of sandbox time, with the revision of the whole store', async () => {
    await rig.close();
    rig = await startRig({ clock: createSandboxClock({ rate: 600 }) });
    const reader = await watch(`resourceVersion=${rig.store.revision}&allowWatchBookmarks=true`);
    rig.store.create(APPLICATION, application('other-kind'));
    const [bookmark] = await reader.count(1);
    expect(bookmark).toEqual({
      type: 'BOOKMARK',
      object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: String(rig.store.revision) } },
    });
  });

  it('come before the time is up, to those who take them', async () => {
    const query = `resourceVersion=${rig.store.revision}&timeoutSeconds=1`;
    const [plain, marked] = await Promise.all([watch(query), watch(`${query}&allowWatchBookmarks=true`)]);
    await Promise.all([plain.ended(), marked.ended()]);
    expect(shown(plain.lines)).toEqual([]);
    expect(shown(marked.lines)).toEqual(['BOOKMARK -']);
  });
});

describe('watches end', () => {
  it('when their kind is taken away, after the deletion of its objects', async () => {
    rig.store.create(APPLICATION, application('a'));
    const reader = await watch(`resourceVersion=${rig.store.revision}`, '/apis/argoproj.io/v1alpha1/applications');
    rig.removeCrd('argoproj.io', 'applications');
    await reader.ended();
    expect(shown(reader.lines)).toEqual(['DELETED a']);
    expect((await rig.call('/apis/argoproj.io/v1alpha1/applications?watch=1')).status).toBe(404);
  });

  it('when the server closes', async () => {
    const reader = await watch('');
    await rig.close();
    await reader.ended();
    rig = await startRig();
  });
});

describe('other shapes', () => {
  it('are streamed as well: metadata alone, and rows for kubectl', async () => {
    const query = `${CONFIG_MAPS}?watch=1&resourceVersion=${rig.store.revision}`;
    const read = async (accept: string) => {
      const controller = new AbortController();
      const response = await rig.call(query, { headers: { accept }, signal: controller.signal });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      return async () => {
        const line = JSON.parse((await reader?.read())?.value ?? '') as WatchLine;
        controller.abort();
        return line;
      };
    };
    const partial = await read('application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1');
    const table = await read('application/json;as=Table;g=meta.k8s.io;v=v1');
    rig.store.create(CONFIG_MAP, configMap('a'));
    const metadata = await partial();
    expect(metadata.object).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
    expect(metadata.object).not.toHaveProperty('data');
    expect((await table()).object).toMatchObject({
      kind: 'Table',
      rows: [{ cells: ['a', 1, expect.stringMatching(/^\d+s$/)] }],
    });
  });
});
