import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AI_KINDS } from '#lib/domain/guardrail/landing-zone.ts';
import { isManifestObject, type ManifestObject } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { isClosed, peersOf, policiesOver, rulesOf, selectsLabels } from '#lib/domain/network-policy/rules.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { addObjects } from '../edit/add-objects.ts';
import { podLabelsOf } from './existing.ts';
import { makeableKinds } from './index.ts';

const object = (kind: string, name: string, spec: object, apiVersion = 'v1'): ManifestObject => {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, spec };
};
const workload = (name: string, labels: object, kind = 'Deployment', more: object = {}) =>
  object(kind, name, {
    selector: { matchLabels: labels },
    template: {
      metadata: { labels: { ...labels, ...more } },
      spec: { containers: [{ name, ports: [{ name: 'http', containerPort: 8080 }] }] },
    },
  });
const service = (name: string, selector: object, port = 80, targetPort: string | number = 'http') =>
  object('Service', name, { selector, ports: [{ name: 'http', port, targetPort }] });
const policy = (name: string, spec: object) => object('NetworkPolicy', name, spec, 'networking.k8s.io/v1');

const LABELS = { 'app.kubernetes.io/name': 'shop', 'app.kubernetes.io/instance': 'shop' };
const SHOP = [workload('shop', LABELS, 'Deployment', { version: '1' }), service('shop', LABELS)];
const CONTROLLER = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'app.kubernetes.io/name': 'traefik' } },
};
const DENY = policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
const DNS = policy('allow-dns', {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [{ to: [{ namespaceSelector: {} }], ports: [{ protocol: 'UDP', port: 53 }] }],
});
/** What the golden path of web services closes and opens. */
const GOLDEN = [
  DENY,
  DNS,
  policy('shop-allow-ingress', {
    podSelector: { matchLabels: LABELS },
    policyTypes: ['Ingress'],
    ingress: [{ from: [CONTROLLER], ports: [{ protocol: 'TCP', port: 8080 }] }],
  }),
  policy('shop-allow-internet', {
    podSelector: { matchLabels: LABELS },
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  }),
];
const CACHE = { workloads: [{ part: 'cache', image: 'a:1', port: 6379 }], services: [{ part: 'cache', port: 6379 }] };
const ADDRESS = { addresses: [{ part: 'cache', host: 'cache.lan' }] };
const JOB = { schedules: [{ schedule: '0 3 * * *', image: 'a:1' }] };

type World = { objects: ManifestObject[]; policies: ManifestObject[] };

/** What there is with what an answer adds. */
function withAdded(
  answer: Fields,
  existing: readonly ManifestObject[],
  policies: readonly ManifestObject[] | null,
): World {
  const network = policies && { policies, controller: { namespace: 'kube-system', name: 'traefik' } };
  const made = addObjects(answer, existing, {
    appName: 'shop',
    namespace: 'shop',
    folder: 'apps/shop',
    kinds: makeableKinds(AI_KINDS),
    network,
    usualNamespace: 'shop',
    isTaken: () => false,
    isThere: (kind, name) =>
      [...existing, ...(policies ?? [])].some((one) => one.kind === kind && one.metadata.name === name),
  });
  if ('problem' in made) {
    throw new Error(made.problem);
  }
  const added = made.added.flatMap(({ content }) => parseManifest(content).documents.map(({ value }) => value));
  const objects = [...existing, ...added.filter(isManifestObject)];
  return { objects, policies: [...(policies ?? []), ...objects.filter(({ kind }) => kind === 'NetworkPolicy')] };
}
const namesOf = ({ objects }: World) =>
  objects.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name);

type Pod = { namespace: string; labels: Readonly<Record<string, string>> };
const podsOf = ({ objects }: World, name: string, kind = 'Deployment'): Pod => {
  const made = objects.find((one) => one.kind === kind && one.metadata.name === name);
  return { namespace: 'shop', labels: podLabelsOf(made ?? {}) };
};
const STRANGER: Pod = { namespace: 'shop', labels: { app: 'stranger' } };
const ELSEWHERE: Pod = { namespace: 'elsewhere', labels: { 'app.kubernetes.io/name': 'traefik' } };
const TRAEFIK: Pod = { namespace: 'kube-system', labels: { 'app.kubernetes.io/name': 'traefik' } };
const COREDNS: Pod = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

/** Whether pods can talk, as a cluster that keeps to the policies of the namespace `shop` has it. */
function mayTalk({ policies }: Pick<World, 'policies'>, from: Pod, to: Pod, port: number): boolean {
  const lets = (own: Pod, other: Pod, direction: 'Ingress' | 'Egress') => {
    const specs = own.namespace === 'shop' ? policiesOver(policies, own.labels) : [];
    const isPeer = ({ podSelector = {}, namespaceSelector, ipBlock }: Fields) =>
      ipBlock === undefined &&
      selectsLabels(podSelector, other.labels) &&
      (namespaceSelector === undefined
        ? other.namespace === 'shop'
        : selectsLabels(namespaceSelector, { 'kubernetes.io/metadata.name': other.namespace }));
    return (
      !isClosed(specs, direction) ||
      rulesOf(specs, direction).some((rule) => {
        const ports = itemsOf(rule.ports).map((one) => fieldsOf(one).port);
        const peers = peersOf(rule, direction);
        return (ports.length === 0 || ports.includes(port)) && (peers.length === 0 || peers.some(isPeer));
      })
    );
  };
  return lets(from, to, 'Egress') && lets(to, from, 'Ingress');
}

describe('new pods in a namespace that denies by default', () => {
  it('talk with the others of their application at the ports of its Services, and with nobody else', () => {
    const [before, now] = [{ policies: GOLDEN }, withAdded(CACHE, SHOP, GOLDEN)];
    const [shop, cache] = [podsOf(now, 'shop'), podsOf(now, 'shop-cache')];
    expect(mayTalk(before, shop, cache, 6379)).toBe(false);
    expect(mayTalk(now, shop, cache, 6379)).toBe(true);
    expect(mayTalk(now, cache, shop, 8080)).toBe(true);
    expect(mayTalk(now, shop, cache, 22)).toBe(false);
    for (const own of [shop, cache]) {
      expect([6379, 8080].some((port) => mayTalk(now, STRANGER, own, port) || mayTalk(now, own, STRANGER, port))).toBe(
        false,
      );
    }
    expect(mayTalk(now, TRAEFIK, cache, 6379)).toBe(false);
    // What the shop may do on the internet is its own.
    expect(JSON.stringify(rulesOf(policiesOver(now.policies, cache.labels), 'Egress'))).not.toContain('ipBlock');
  });

  it('are reached by the controller of addresses where one leads to them, and there only', () => {
    const metrics = object('Service', 'shop-metrics', {
      selector: { 'app.kubernetes.io/name': 'shop-cache' },
      ports: [{ port: 9100 }],
    });
    const now = withAdded({ ...CACHE, ...ADDRESS }, [...SHOP, metrics], GOLDEN);
    const cache = podsOf(now, 'shop-cache');
    expect([6379, 9100, 22].map((port) => mayTalk(now, TRAEFIK, cache, port))).toEqual([true, false, false]);
    expect(mayTalk(now, ELSEWHERE, cache, 6379)).toBe(false);
  });

  it('talk with one another, and with others that get an address in the same answer', () => {
    const two = {
      workloads: [...CACHE.workloads, { part: 'api', image: 'a:1', port: 9000 }],
      services: [...CACHE.services, { part: 'api', port: 9000 }],
      addresses: [{ service: 'shop', host: 'shop.lan' }],
    };
    const now = withAdded(two, SHOP, GOLDEN);
    const [shop, cache, api] = [podsOf(now, 'shop'), podsOf(now, 'shop-cache'), podsOf(now, 'shop-api')];
    expect(mayTalk(now, api, cache, 6379) && mayTalk(now, cache, api, 9000)).toBe(true);
    expect(mayTalk(now, shop, cache, 6379) && mayTalk(now, shop, api, 9000)).toBe(true);
  });

  it('are jobs that reach the others, and that nobody reaches, whatever else is called so', () => {
    const now = withAdded(JOB, [...SHOP, workload('shop-job', { app: 'other' })], GOLDEN);
    const job = podsOf(now, 'shop', 'CronJob');
    expect(mayTalk(now, job, podsOf(now, 'shop'), 8080)).toBe(true);
    expect(rulesOf(policiesOver(now.policies, job.labels), 'Ingress')).toEqual([]);
    expect(namesOf(now)).toEqual(['shop.cronjob', 'shop.deployment.shop.cronjob']);
  });

  it('resolve names, also where nobody could', () => {
    for (const policies of [[DENY], [DENY, DNS]]) {
      const now = withAdded(CACHE, SHOP, policies);
      expect(mayTalk(now, podsOf(now, 'shop-cache'), COREDNS, 53)).toBe(true);
    }
  });

  it('are known by what lasts: a version that others carry may become another', () => {
    const now = withAdded(CACHE, SHOP, GOLDEN);
    const next = { ...podsOf(now, 'shop'), labels: { ...podsOf(now, 'shop').labels, version: '2' } };
    expect(mayTalk(now, next, podsOf(now, 'shop-cache'), 6379)).toBe(true);
  });

  it('get in to whom an earlier one was let in', () => {
    const first = withAdded(CACHE, SHOP, GOLDEN);
    const worker = { workloads: [{ part: 'worker', image: 'a:1' }] };
    const existing = first.objects.filter(({ kind }) => kind !== 'NetworkPolicy');
    const now = withAdded(worker, existing, first.policies);
    const [made, shop, cache] = [podsOf(now, 'shop-worker'), podsOf(now, 'shop'), podsOf(now, 'shop-cache')];
    expect(mayTalk(now, made, shop, 8080) && mayTalk(now, made, cache, 6379)).toBe(true);
  });

  it('do not get in to whom somebody guards', () => {
    const guard = policy('db', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ podSelector: { matchLabels: LABELS } }], ports: [{ port: 8080 }] }],
    });
    const existing = [...SHOP, workload('db', { app: 'db' }), service('db', { app: 'db' })];
    const now = withAdded(CACHE, existing, [...GOLDEN, guard]);
    expect(mayTalk(now, podsOf(now, 'shop-cache'), podsOf(now, 'db'), 8080)).toBe(false);
    expect(mayTalk(now, podsOf(now, 'db'), podsOf(now, 'shop-cache'), 6379)).toBe(true);
  });

  it.each([
    ['nothing is closed', []],
    ['a policy has no selector that could be read', [policy('odd', { podSelector: 'all', policyTypes: ['Egress'] })]],
    [
      'what is closed is not everything',
      [policy('own', { podSelector: { matchLabels: LABELS }, policyTypes: ['Egress'] })],
    ],
    ['everything is let through', [DENY, policy('all', { podSelector: {}, ingress: [{}], egress: [{}] })]],
    ['none may be made', null],
  ] as [string, ManifestObject[] | null][])('get no policies where %s', (_, policies) => {
    expect(namesOf(withAdded({ ...CACHE, ...ADDRESS }, SHOP, policies))).toEqual([]);
  });

  it('need a door and names where the namespace is open to itself alone', () => {
    const itself = { from: [{ podSelector: {} }] };
    const own = policy('own', { podSelector: {}, ingress: [itself], egress: [{ to: [{ podSelector: {} }] }] });
    const now = withAdded({ ...CACHE, ...ADDRESS }, SHOP, [DENY, own]);
    const cache = podsOf(now, 'shop-cache');
    expect(namesOf(now)).toEqual(['shop-cache.deployment']);
    expect(mayTalk(now, TRAEFIK, cache, 6379) && mayTalk(now, cache, COREDNS, 53)).toBe(true);
  });

  it('know one that closes by what the API server makes of what it leaves out', () => {
    const short = policy('short', { policyTypes: [], egress: [{ to: [{ podSelector: {} }] }] });
    const now = withAdded(CACHE, SHOP, [short]);
    const cache = podsOf(now, 'shop-cache');
    expect(mayTalk({ policies: [short] }, podsOf(now, 'shop'), cache, 6379)).toBe(false);
    expect(mayTalk(now, podsOf(now, 'shop'), cache, 6379) && mayTalk(now, cache, COREDNS, 53)).toBe(true);
  });

  it('never close what was open, nor open anything to or of others, whatever there is', () => {
    const some = { app: 'shop' };
    const selector = fc.constantFrom(
      {},
      { matchLabels: some },
      { matchLabels: { tier: 'web' } },
      { matchExpressions: [{ key: 'tier', operator: 'Exists' }] },
    );
    const rules = fc.constantFrom(
      undefined,
      [],
      [{}],
      [{ ports: [{ port: 8080 }] }],
      [{ from: [{ podSelector: {} }], to: [{ podSelector: {} }] }],
    );
    const types = fc.constantFrom(undefined, ['Ingress'], ['Egress'], ['Ingress', 'Egress']);
    const spec = fc.record(
      { podSelector: selector, policyTypes: types, ingress: rules, egress: rules },
      { requiredKeys: [] },
    );
    const answers = [CACHE, JOB, { ...CACHE, ...ADDRESS }, { ...CACHE, ...JOB }];
    // A selector that is wider than the pods of its workload, and pods of others that it selects too.
    const existing = [
      workload('web', some, 'Deployment', { tier: 'web' }),
      workload('web', some, 'StatefulSet', { tier: 'data' }),
      service('web', some),
    ];
    const others: Pod[] = [
      STRANGER,
      ELSEWHERE,
      COREDNS,
      { namespace: 'shop', labels: { ...some, tier: 'job' } },
      { namespace: 'shop', labels: { tier: 'web' } },
    ];
    fc.assert(
      fc.property(fc.array(spec, { maxLength: 4 }), fc.constantFrom(...answers), (specs, answer) => {
        const policies = specs.map((one, index) => policy(`p${index}`, JSON.parse(JSON.stringify(one)) as object));
        const [before, now] = [{ policies }, withAdded(answer, existing, policies)];
        const own = [
          podsOf(now, 'web'),
          podsOf(now, 'web', 'StatefulSet'),
          podsOf(now, 'shop-cache'),
          podsOf(now, 'shop', 'CronJob'),
        ];
        const all = [...own.filter(({ labels }) => Object.keys(labels).length > 0), ...others, TRAEFIK];
        for (const [from, to, port] of all.flatMap((one) =>
          all.flatMap((two) => [8080, 6379, 53].map((n) => [one, two, n] as const)),
        )) {
          const [was, is] = [before, now].map((world) => mayTalk(world, from, to, port));
          expect(!was || is, 'what was open is open').toBe(true);
          const isOthers = others.includes(from) || (others.includes(to) && !(to === COREDNS && port === 53));
          expect(!isOthers || is === was, 'others are as they were').toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
