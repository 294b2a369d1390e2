import { afterEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../clock.ts';
import { readListOptions } from '../api/list-options.ts';
import { ApiError } from '../api/status.ts';
import { readSelection } from '../selectors/selection.ts';
import { createObjectStore, type ObjectStore } from '../store.ts';
import { CONFIG_MAP, configMap } from '../testing/kubernetes-rig.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { readPage } from './list.ts';

const clock = createSandboxClock();
afterEach(() => clock.stop());

function storeWith(...names: string[]): ObjectStore {
  const store = createObjectStore(clock);
  for (const name of names) {
    store.create(CONFIG_MAP, configMap(name, name, { parity: name.charCodeAt(0) % 2 === 0 ? 'even' : 'odd' }));
  }
  return store;
}

function page(store: ObjectStore, query: Record<string, string>, namespace = '') {
  const parameters = new URLSearchParams(query);
  const selection = readSelection(CONFIG_MAP, namespace, parameters);
  const { objects, metadata } = readPage(store, CONFIG_MAP, selection, readListOptions(parameters, false));
  return { ...metadata, names: objects.map((object) => object.metadata.name), data: objects.map(({ data }) => data) };
}

function refusal(work: () => unknown): ApiError {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) {
      return error;
    }
  }
  throw new Error('it was not refused');
}

describe('pages', () => {
  it('say how many objects are left, and the last one says nothing', () => {
    const store = storeWith('a', 'b', 'c', 'd', 'e');
    const first = page(store, { limit: '2' });
    expect(first).toMatchObject({ names: ['a', 'b'], remainingItemCount: 3 });
    const second = page(store, { limit: '2', continue: first.continue ?? '' });
    expect(second).toMatchObject({ names: ['c', 'd'], remainingItemCount: 1 });
    const third = page(store, { limit: '2', continue: second.continue ?? '' });
    expect(third.names).toEqual(['e']);
    expect(third.continue).toBeUndefined();
    expect(third.remainingItemCount).toBeUndefined();
  });

  it.each([[''], ['default']])('show one revision, whatever is written in between (namespace "%s")', (namespace) => {
    const store = storeWith('a', 'b', 'c', 'd');
    const first = page(store, { limit: '2' }, namespace);
    store.create(CONFIG_MAP, configMap('bb'));
    store.delete(CONFIG_MAP, 'default', 'c');
    store.update(CONFIG_MAP, configMap('d', 'changed'));
    const second = page(store, { limit: '9', continue: first.continue ?? '' }, namespace);
    expect(second.names).toEqual(['c', 'd']);
    expect(second.data).toEqual([{ value: 'c' }, { value: 'd' }]);
    expect(second.resourceVersion).toBe(first.resourceVersion);
  });

  it('with selectors count what is chosen and hide how much is left', () => {
    const store = storeWith('a', 'b', 'c', 'd', 'e');
    const first = page(store, { limit: '2', labelSelector: 'parity=odd' });
    expect(first.names).toEqual(['a', 'c']);
    expect(first.continue).toBeDefined();
    expect(first.remainingItemCount).toBeUndefined();
    expect(page(store, { labelSelector: 'parity=odd', continue: first.continue ?? '' }).names).toEqual(['e']);
  });

  it('of a snapshot that is gone are 410 with a token for the rest as it is now', () => {
    const store = storeWith('a', 'b', 'c');
    const { continue: token = '' } = page(store, { limit: '1' });
    store.delete(CONFIG_MAP, 'default', 'b');
    store.compact();
    const { status } = refusal(() => page(store, { limit: '1', continue: token }));
    expect(status).toMatchObject({ code: 410, reason: 'Expired', status: 'Failure' });
    expect(status.message).toContain('The provided continue parameter is too old');
    const rest = page(store, { continue: status.metadata.continue ?? '' });
    expect(rest.names).toEqual(['c']);
    expect(rest.resourceVersion).toBe(String(store.revision));
  });

  it('are whole for version 0, whose cache knows no limit', () => {
    expect(page(storeWith('a', 'b', 'c'), { limit: '1', resourceVersion: '0' }).names).toHaveLength(3);
  });
});

describe('versions', () => {
  it('asked for exactly are shown as they were', () => {
    const store = storeWith('a');
    const then = String(store.revision);
    store.update(CONFIG_MAP, configMap('a', 'later'));
    const shown = page(store, { resourceVersion: then, resourceVersionMatch: 'Exact' });
    expect(shown).toMatchObject({ resourceVersion: then, data: [{ value: 'a' }] });
    expect(page(store, { resourceVersion: then, resourceVersionMatch: 'NotOlderThan' }).data).toEqual([
      { value: 'later' },
    ]);
    store.compact();
    expect(refusal(() => page(store, { resourceVersion: then, resourceVersionMatch: 'Exact' })).status).toMatchObject({
      code: 410,
      message: 'The resourceVersion for the provided list is too old.',
    });
  });

  it('from the future are a timeout that says so', () => {
    const store = storeWith('a');
    const asked = String(store.revision + 5);
    expect(refusal(() => page(store, { resourceVersion: asked })).status).toMatchObject({
      code: 504,
      reason: 'Timeout',
      message: `Timeout: Too large resource version: ${asked}, current: ${store.revision}`,
      details: { retryAfterSeconds: 1 },
    });
  });
});

describe('options', () => {
  it.each([
    [{ resourceVersionMatch: 'Exact' }, 422, 'resourceVersionMatch is forbidden unless resourceVersion is provided'],
    [
      { resourceVersionMatch: 'Exact', resourceVersion: '0' },
      422,
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
    ],
    [
      { resourceVersionMatch: 'Newest', resourceVersion: '5' },
      422,
      'Unsupported value: "Newest": supported values: "Exact", "NotOlderThan", ""',
    ],
    [{ sendInitialEvents: 'true' }, 422, 'sendInitialEvents is forbidden for list'],
    [{ resourceVersion: 'abc' }, 400, 'strconv.ParseUint: parsing "abc": invalid syntax'],
    [{ limit: '-1' }, 400, 'Invalid value: "-1"'],
    [{ continue: 'nonsense' }, 400, 'continue key is not valid'],
    [
      { continue: encodeContinue({ revision: 5, start: 'a' }), resourceVersion: '5' },
      400,
      'specifying resource version is not allowed when using continue',
    ],
  ])('%j are refused', (query, code, message) => {
    const { status } = refusal(() => page(storeWith('a'), query));
    expect(status.code).toBe(code);
    expect(status.message).toContain(message);
  });

  it.each([
    [
      { watch: '1', resourceVersionMatch: 'NotOlderThan' },
      'is forbidden for watch unless sendInitialEvents is provided',
    ],
    [
      { watch: '1', sendInitialEvents: 'true' },
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ],
  ])('%j are refused for watches', (query, message) => {
    expect(() => readListOptions(new URLSearchParams(query), true)).toThrow(message);
  });
});

describe('continue tokens', () => {
  it('say what they were given', () => {
    const token = { revision: 77, start: 'default/a\u0000' };
    expect(decodeContinue(encodeContinue(token))).toEqual(token);
    expect(decodeContinue(encodeContinue({ revision: null, start: 'x' })).revision).toBeNull();
  });

  it.each([
    [{ v: 'v0', rv: 1, start: 'a' }],
    [{ v: 'meta.k8s.io/v1', rv: 0, start: 'a' }],
    [{ v: 'meta.k8s.io/v1', rv: 1.5, start: 'a' }],
    [{ v: 'meta.k8s.io/v1', rv: '1', start: 'a' }],
    [{ v: 'meta.k8s.io/v1', rv: 1, start: '' }],
    [{ v: 'meta.k8s.io/v1', rv: 1, start: '/../secrets' }],
    [null],
    [[]],
    ['text'],
  ])('that nobody was given are refused: %j', (token) => {
    const text = Buffer.from(JSON.stringify(token)).toString('base64url');
    expect(() => decodeContinue(text)).toThrow('continue key is not valid');
  });
});
