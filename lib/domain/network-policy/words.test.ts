import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '#lib/domain/value/fields.ts';
import { policyPhrases } from './words.ts';

const WEB = { matchLabels: { app: 'web' } };

const said = (spec: object) => policyPhrases(spec as Fields);

describe('a network policy in words', () => {
  it.each([
    [
      'one that closes all',
      { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
      ['closes every pod of its namespace both ways'],
    ],
    [
      'one that says nothing of its ways is about what comes in',
      { podSelector: WEB },
      ['closes pods with app=web to what comes in'],
    ],
    [
      'an empty list says nothing either',
      { podSelector: {}, policyTypes: [] },
      ['closes every pod of its namespace to what comes in'],
    ],
    [
      'one that says nothing of its pods is about all of them',
      { policyTypes: ['Ingress'] },
      ['closes every pod of its namespace to what comes in'],
    ],
    [
      'and about what goes out, where it has rules for it',
      { podSelector: WEB, egress: [{}] },
      ['closes pods with app=web both ways', 'lets them reach everything'],
    ],
    [
      'an address book',
      {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
                podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
              },
            ],
            ports: [{ protocol: 'UDP', port: 53 }, { port: 53 }],
          },
        ],
      },
      [
        'closes every pod of its namespace to what goes out',
        'lets them reach pods with k8s-app=kube-dns of namespace kube-system at UDP 53 and TCP 53',
      ],
    ],
    [
      'doors of all kinds',
      {
        podSelector: WEB,
        ingress: [
          { from: [{ namespaceSelector: {} }, { podSelector: {} }], ports: [{ port: 'http' }, { protocol: 'SCTP' }] },
          {
            from: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '192.168.0.0/16'] } }],
            ports: [{ port: 80, endPort: 90 }],
          },
          { from: [] },
        ],
      },
      [
        'closes pods with app=web to what comes in',
        'lets every pod of every namespace and every pod of its namespace reach them at TCP http and every port of SCTP',
        'lets 0.0.0.0/0 (without 10.0.0.0/8 and 192.168.0.0/16) reach them at TCP 80-90',
        'lets everybody reach them',
      ],
    ],
    [
      'selectors as kubectl takes them',
      {
        podSelector: {
          matchLabels: { app: 'web' },
          matchExpressions: [
            { key: 'tier', operator: 'In', values: ['a', 'b'] },
            { key: 'zone', operator: 'NotIn', values: ['x'] },
            { key: 'canary', operator: 'DoesNotExist' },
          ],
        },
        ingress: [{ from: [{ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'Exists' }] } }] }],
      },
      [
        'closes pods with app=web, tier in (a,b), zone notin (x) and !canary to what comes in',
        'lets every pod of namespaces with team reach them',
      ],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });

  it('takes what is null for what is not there', () => {
    const odd = { ipBlock: null, namespaceSelector: {} };
    expect(said({ ingress: [{ from: [odd, { podSelector: {}, namespaceSelector: null }], ports: null }] })?.[1]).toBe(
      'lets every pod of every namespace and every pod of its namespace reach them',
    );
  });

  const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
  it.each([
    [
      'more doors than anybody reads',
      { ingress: seven.map((app) => ({ from: [{ podSelector: { matchLabels: { app } } }] })) },
    ],
    ['more peers', { ingress: [{ from: seven.map((app) => ({ podSelector: { matchLabels: { app } } })) }] }],
    ['more ports', { ingress: [{ ports: seven.map((_, port) => ({ port })) }] }],
    ['more values', { podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values: seven }] } }],
    ['a long name', { podSelector: { matchLabels: { app: 'a'.repeat(101) } } }],
    [
      'long names',
      {
        podSelector: { matchLabels: Object.fromEntries(seven.slice(1).map((key) => [key.repeat(90), key.repeat(90)])) },
      },
    ],
    ['words in a name', { podSelector: { matchLabels: { app: 'x; lets nobody\u202e reach them' } } }],
    ['a name that is none', { podSelector: { matchLabels: { app: 1 } } }],
    ['a patch’s orders', { podSelector: {}, $patch: 'delete' }],
    ['what belongs to the other way', { ingress: [{ to: [{ podSelector: {} }] }] }],
    ['a peer of another version', { ingress: [{ from: [{ networks: ['0.0.0.0/0'] }] }] }],
    ['a selector of another version', { podSelector: { matchFields: {} } }],
    ['a selector that is none', { podSelector: 'all' }],
    [
      'an operator of another version',
      { podSelector: { matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1'] }] } },
    ],
    ['a port that is none', { ingress: [{ ports: [{ port: 1.5 }] }] }],
  ])('says nothing of %s', (_name, spec) => {
    expect(said(spec)).toBeNull();
  });

  it('says all of a policy or nothing, whatever stands there: where the words are the same, what it does is', () => {
    const text = fc.constantFrom('a', 'b', 'team/c');
    const labels = fc.dictionary(text, text, { maxKeys: 2 });
    const expression = fc.record({
      key: text,
      operator: fc.constantFrom('In', 'NotIn', 'Exists'),
      values: fc.array(text, { minLength: 1, maxLength: 2 }),
    });
    const selector = fc.record(
      { matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) },
      { requiredKeys: [] },
    );
    const peer = fc.oneof(
      fc.record({ podSelector: selector, namespaceSelector: selector }, { requiredKeys: ['podSelector'] }),
      fc.record({ ipBlock: fc.record({ cidr: fc.constantFrom('10.0.0.0/8', '0.0.0.0/0') }) }),
    );
    const port = fc.record(
      { port: fc.oneof(fc.integer({ min: 1, max: 9 }), text), protocol: fc.constantFrom('TCP', 'UDP') },
      { requiredKeys: [] },
    );
    const rule = (way: string) =>
      fc.record(
        { [way]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) },
        { requiredKeys: [] },
      );
    const spec = fc.record({
      podSelector: selector,
      policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
      ingress: fc.array(rule('from'), { maxLength: 1 }),
      egress: fc.array(rule('to'), { maxLength: 1 }),
    });
    const isSaid = (one: string[] | null) => one?.every((phrase) => !/undefined|\[object|…| {2}/.test(phrase));
    fc.assert(
      fc.property(spec, fc.constantFrom('from', 'to', 'ports'), (one, field) => {
        expect(isSaid(said(one))).toBe(true);
        // Taking away what narrows a door is never told in the same words.
        const way = one.policyTypes[0] === 'Ingress' ? 'ingress' : 'egress';
        const [door, ...others] = one[way] as Fields[];
        const narrows = Array.isArray(door?.[field]) && door[field].length > 0;
        fc.pre(narrows);
        expect(said({ ...one, [way]: [{ ...door, [field]: [] }, ...others] })).not.toEqual(said(one));
      }),
    );
  });

  it('never throws', () => {
    const field = fc.constantFrom(
      'podSelector',
      'policyTypes',
      'ingress',
      'egress',
      'from',
      'to',
      'ports',
      'ipBlock',
      'namespaceSelector',
      'matchLabels',
      'matchExpressions',
      'values',
      'port',
    );
    const odd = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        fc.jsonValue(),
        fc.dictionary(field, tie('value'), { maxKeys: 3 }),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(field, odd), (spec) => {
        expect(said(spec)?.join('').length ?? 0).toBeLessThanOrEqual(900);
      }),
    );
  });
});
