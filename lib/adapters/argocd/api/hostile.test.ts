import { createServer, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { times } from '#lib/testing/long.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';
import { createRandom, pick } from '#lib/testing/random.ts';
import { toDifference } from './difference.ts';
import { createArgoCdApi } from './provider.ts';
import { MOST_NODES, toTree } from './tree.ts';

const APP = { namespace: 'argocd', name: 'app', project: 'default' };
const KEY = { group: '', kind: 'Secret', namespace: 'shop', name: 'keys' };
const CANARY = 'canary-4a7f-never-shown';
const ENCODED = Buffer.from(CANARY).toString('base64');
const never = new AbortController().signal;

const node = (name: string, uid: string, parents: string[] = [], kind = 'Pod') => ({
  kind,
  namespace: 'shop',
  name,
  uid,
  parentRefs: parents.map((parent) => ({ kind, name: 'x', uid: parent })),
});

describe('a tree that nobody would grow', () => {
  it('is cut, with owners kept before what they own', () => {
    const nodes = Array.from({ length: 60_000 }, (_, index) => node(`p${index}`, `u${index}`, [`u${index - 1}`]));
    const tree = toTree({ nodes: nodes.toReversed() });
    expect(tree.nodes).toHaveLength(MOST_NODES);
    expect(tree.left).toBe(60_000 - MOST_NODES);
    const ids = new Set<string>();
    for (const { id, owners } of tree.nodes) {
      expect(owners.every((owner) => ids.has(owner))).toBe(true);
      ids.add(id);
    }
  });

  it('hangs rings on the application itself', () => {
    const tree = toTree({
      nodes: [node('a', '1', ['3']), node('b', '2', ['1']), node('c', '3', ['2']), node('d', '4', ['4'])],
    });
    expect(tree.nodes.filter(({ owners }) => owners.length === 0).map(({ name }) => name)).toEqual(['d', 'a']);
  });

  it('takes many rings in its stride', () => {
    const nodes = Array.from({ length: 40_000 }, (_, index) => node(`p${index}`, `u${index}`, [`u${index ^ 1}`]));
    expect(toTree({ nodes }).nodes).toHaveLength(MOST_NODES);
  });

  it('tells what is not there from what has no health', () => {
    const [missing, plain] = toTree({ nodes: [{ kind: 'Service', name: 'a' }, node('b', '2', [], 'ConfigMap')] }).nodes;
    expect([missing?.health, plain?.health]).toEqual(['Missing', undefined]);
  });

  it('is read or left out whatever stands in it', () => {
    const random = createRandom(20_261_121);
    const odd = [null, 0, '', [], {}, 'x', true, ['1'], { a: 1 }, '__proto__', Number.NaN, 'a'.repeat(5_000)] as const;
    const fields = [
      'kind',
      'name',
      'namespace',
      'group',
      'uid',
      'parentRefs',
      'health',
      'info',
      'createdAt',
      '__proto__',
    ];
    let read = 0;
    for (let round = 0; round < times(3_000, 1_000_000); round += 1) {
      const nodes = Array.from({ length: 6 }, (_, index) => {
        const made: Record<string, unknown> = node(`n${index}`, pick(random, ['1', '2', '3']), ['1', '2']);
        made[pick(random, fields as [string, ...string[]])] = pick(random, odd);
        return random() < 0.1 ? pick(random, odd) : made;
      });
      for (const { id, name, kind, health, owners } of toTree({ nodes: random() < 0.05 ? pick(random, odd) : nodes })
        .nodes) {
        read += 1;
        expect([name === '', kind === '', owners.includes(id)]).toEqual([false, false, false]);
        expect([undefined, 'Missing']).toContain(health);
      }
    }
    expect(read).toBeGreaterThan(times(3_000, 1_000_000));
  });
});

describe('an API that does not hide what Secrets hold', () => {
  const secret = (metadata: Record<string, unknown> = {}) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: { name: 'keys', namespace: 'shop', ...metadata },
    data: { token: ENCODED },
    stringData: { plain: CANARY },
    // Not of a Secret, and yet somebody may put it there.
    extra: { note: CANARY },
  });
  const applied = { 'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(secret()), note: CANARY };
  const items = (kind: string, live: unknown, target: unknown = live) => ({
    items: [
      {
        ...KEY,
        kind,
        liveState: JSON.stringify(live),
        targetState: JSON.stringify(target),
        normalizedLiveState: JSON.stringify(live),
        predictedLiveState: JSON.stringify(target),
      },
    ],
  });

  it.each([
    ['a Secret', 'Secret', secret({ annotations: applied, managedFields: [{ fieldsV1: CANARY }] })],
    ['one that calls itself something else', 'Secret', { ...secret(), kind: 'ConfigMap' }],
    ['one in a list', 'List', { apiVersion: 'v1', kind: 'List', items: [secret()] }],
    ['one that is written small', 'List', { items: [{ ...secret(), kind: ' secret ' }] }],
    [
      'what was applied',
      'Pod',
      { kind: 'Pod', metadata: { name: 'keys', annotations: { [Object.keys(applied)[0] as string]: CANARY } } },
    ],
    ['a password beside its name', 'Pod', { kind: 'Pod', spec: { env: [{ name: 'DB_PASSWORD', value: CANARY }] } }],
    ['a password in an address', 'Pod', { kind: 'Pod', spec: { url: `postgres://shop:${CANARY}@db/shop` } }],
  ])('is shown without: %s', (_, kind, object) => {
    const difference = toDifference(items(kind, object), { ...KEY, kind });
    const text = JSON.stringify(difference);
    expect(difference).not.toBeNull();
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(ENCODED);
  });

  it('shows the rest of it', () => {
    const difference = toDifference(items('Secret', secret({ labels: { app: 'shop' } })), KEY);
    expect(difference?.live).toContain('app: shop');
    expect(difference?.live).toContain('token: "[hidden]"');
    expect(difference).toMatchObject({ isHidden: true });
  });

  it('cuts what is too long, too deep or too much', () => {
    const key = { ...KEY, kind: 'ConfigMap' };
    const deep = JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`) as unknown;
    for (const value of [{ data: { text: 'x'.repeat(300_000) } }, { deep }, { many: Array(100_000).fill('y') }]) {
      const difference = toDifference(items('ConfigMap', { kind: 'ConfigMap', ...value }), key);
      expect(difference).toMatchObject({ isCut: true });
      expect(difference?.live?.length).toBeLessThan(130_000);
    }
  });

  it.each(['', 'null', '[1]', '7', '{"kind":', undefined, 7])('takes no object for what is none: %j', (state) => {
    const states = { liveState: state, targetState: state, normalizedLiveState: state, predictedLiveState: state };
    expect(toDifference({ items: [{ ...KEY, ...states }] }, KEY)).toMatchObject({ live: null, wanted: null });
    expect(toDifference({ items: state }, KEY)).toBeNull();
  });
});

describe('something else that answers as argocd-server', () => {
  let there: Listening;
  let elsewhere: Listening;
  afterEach(() => {
    there.close();
    elsewhere.close();
  });
  let wasAsked = 0;
  const ask = async (answer: (response: ServerResponse, url: string) => void) => {
    wasAsked = 0;
    elsewhere = await listen(
      createServer((_, response) => {
        wasAsked += 1;
        response.end('{}');
      }),
    );
    there = await listen(createServer((_, response) => answer(response, elsewhere.url)));
    const api = createArgoCdApi({ name: 'Argo CD', url: there.url, token: CANARY, timeoutMs: 5_000 });
    return await api.readTree(APP, never).catch((error: unknown) => error);
  };

  it.each([
    ['a page', (response: ServerResponse) => void response.end('<html>sign in</html>'), 'invalid-response'],
    ['a list', (response: ServerResponse) => void response.end('[]'), 'invalid-response'],
    [
      'a redirect',
      (response: ServerResponse, url: string) => void response.writeHead(302, { location: `${url}/api` }).end(),
      'invalid-response',
    ],
    [
      'more than there can be',
      (response: ServerResponse) => void response.end(`{"nodes":["${'x'.repeat(17 * 1024 * 1024)}"]}`),
      'invalid-response',
    ],
    [
      'an error that quotes the token',
      (response: ServerResponse) =>
        void response.writeHead(500).end(JSON.stringify({ message: `authorization: Bearer ${CANARY}` })),
      'unavailable',
    ],
  ])('is told from it, and no token goes anywhere else: %s', async (_, answer, kind) => {
    const error = await ask(answer);
    expect(error).toMatchObject({ name: 'ExternalError', kind });
    expect(String(error)).not.toContain(CANARY);
    expect(wasAsked).toBe(0);
  });
});
