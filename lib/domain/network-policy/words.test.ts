import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fields } from '#lib/domain/value/fields.ts';
import { policyPhrases } from './words.ts';

const WEB = { matchLabels: { app: 'web' } };

const said = (spec: object) => {
  const { closure, doors } = policyPhrases(spec as Fields);
  return [closure, ...doors].map(({ words }) => words);
};

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
        'lets everybody reach them',
        'lets 0.0.0.0/0 (without 10.0.0.0/8 and 192.168.0.0/16) reach them at TCP 80-90',
        'lets every pod of every namespace and every pod of its namespace reach them at every port of SCTP and TCP http',
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
    [
      'lists that nobody reads to their end',
      { podSelector: WEB, ingress: [{ ports: [1, 2, 3, 4, 5, 6].map((port) => ({ port })) }] },
      ['closes pods with app=web to what comes in', 'lets everybody reach them at TCP 1, TCP 2, TCP 3 and 3 more'],
    ],
  ])('%s', (_name, spec, expected) => {
    expect(said(spec)).toEqual(expected);
  });

  it('never cuts what lets most through, wherever it stands', () => {
    const some = ['a', 'b', 'c', 'd', 'e'].map((app) => ({ podSelector: { matchLabels: { app } } }));
    const everywhere = { ipBlock: { cidr: '0.0.0.0/0' } };
    expect(said({ ingress: [{ from: [...some, everywhere] }] })[1]).toMatch(/^lets 0\.0\.0\.0\/0, pods with app=a, /);
    expect(said({ ingress: [{ ports: [{ port: 1 }, { port: 2 }, { port: 3 }, { port: 4 }, {}] }] })[1]).toBe(
      'lets everybody reach them at every port of TCP, TCP 1, TCP 2 and 2 more',
    );
    const narrow = some.map((peer) => ({ from: [peer] }));
    expect(said({ ingress: [...narrow, {}] })[1]).toBe('lets everybody reach them');
    expect(said({ ingress: [...narrow, { from: [{ namespaceSelector: {} }] }] })[1]).toBe(
      'lets every pod of every namespace reach them',
    );
  });

  it('takes what is null for what is not there, and what belongs to the other way too', () => {
    const odd = { ipBlock: null, namespaceSelector: {} };
    expect(said({ ingress: [{ from: [odd, { podSelector: {}, namespaceSelector: null }] }] })[1]).toBe(
      'lets every pod of every namespace and every pod of its namespace reach them',
    );
    expect(said({ ingress: [{ to: [{ podSelector: WEB }], ports: null }] })[1]).toBe('lets everybody reach them');
  });

  it('says nothing in the words of a name, and not for long', () => {
    const values = Array.from({ length: 10_000 }, (_, index) => `value-${index}`);
    const [closure] = said({ podSelector: { matchExpressions: [{ key: 'a', operator: 'In', values }] } });
    expect(closure).toBe('closes pods with a in (value-0,value-1,value-2,9997 more) to what comes in');
    expect(said({ podSelector: { matchLabels: { app: 'x; lets nobody\u202e reach them' } } })[0]).toBe(
      'closes pods with app=x??lets?nobody??reach?them to what comes in',
    );
  });

  it('knows a difference that its words leave out', () => {
    const ports = [1, 2, 3, 4, 5, 6].map((port) => ({ port }));
    const [one, other] = [ports, ports.with(5, { port: 7 })].map((list) =>
      policyPhrases({ ingress: [{ ports: list }] }),
    );
    expect(one?.doors[0]?.words).toBe(other?.doors[0]?.words);
    expect(one?.doors[0]?.of).not.toBe(other?.doors[0]?.of);
  });

  it('says something of whatever stands there', () => {
    const field = fc.constantFrom('podSelector', 'policyTypes', 'ingress', 'egress', 'from', 'to', 'ports', 'ipBlock');
    const odd = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('Ingress', 'Egress', 'In'),
        fc.dictionary(field, tie('value'), { maxKeys: 3 }),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(field, odd), (spec) => {
        const phrases = said(spec);
        expect(phrases.join('; ')).not.toMatch(/undefined|\[object|(?:lets|with|of|at|reach)(?: {2}|;|$)/);
        expect(Math.max(...phrases.map((words) => words.length))).toBeLessThanOrEqual(400);
      }),
    );
  });
});
