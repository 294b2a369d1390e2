import type { ManifestObject } from '#lib/domain/manifest/manifest.ts';
import {
  DIRECTIONS,
  type Direction,
  isClosed,
  peersOf,
  podsOfPolicy,
  policiesOver,
  rulesOf,
  selectsEverything,
  selectsLabels,
} from '#lib/domain/network-policy/rules.ts';
import { type Fields, fieldsOf, itemsOf, textsOf } from '#lib/domain/value/fields.ts';
import { type Pods, podsIn } from './application-pods.ts';
import type { KubernetesObject, ObjectPlace } from './kind.ts';

/** What the landing zone has to allow for it. */
export const CONNECTION_KIND = 'NetworkPolicy.networking.k8s.io';

/** What there is around new pods. */
export type Network = {
  /** The policies of their namespace that are surely in effect, whoever delivers them. */
  policies: readonly ManifestObject[];
  /** Who comes in where an address leads to them: the namespace of the controller of addresses, and what its pods are called. */
  controller: { namespace: string; name: string };
};

type Place = Pick<ObjectPlace, 'appName' | 'namespace'> &
  Network & {
    /** Whether there is no such policy yet. */
    isFree(name: string): boolean;
  };

/** What tells these policies apart from those that somebody wrote. */
const OWN = { 'app.kubernetes.io/component': 'connections' };

type Rules = Record<Direction, object[]>;
/** What goes through to and from some pods without more. */
type Way = { direction: Direction; isShut: boolean; rules: Fields[] };

/**
 * Network policies that go with new pods where the namespace denies by default: with them these and the others of their application
 * may talk with one another at the ports of its Services, they resolve names, and the controller of addresses reaches what an address
 * leads to. Nothing else is opened. Only a policy for every pod of the namespace counts as closing it: whom that closes, another
 * policy can only open, never close.
 * @param made the objects that are new
 * @param existing those of the application that are there, in the same namespace
 */
export function connectionsOf(
  made: readonly KubernetesObject[],
  existing: readonly ManifestObject[],
  { isFree, policies, controller, ...place }: Place,
): KubernetesObject[] {
  const all: ManifestObject[] = [...existing, ...made];
  const added = made.flatMap((object) => podsIn(object, all));
  const others = existing.flatMap((object) => podsIn(object, all));
  // Whoever wrote down which pods may come in to some of them decides that for new ones as well.
  const guarded = others.filter((one) => isGuarded(one, policies));
  const write = (name: string, pods: Pods, rules: Rules) =>
    policyOf({ name: freeName(name, isFree), ...place }, pods, rules);
  return added.flatMap((one) => {
    const callers = [...others, ...added.filter((other) => other !== one)];
    const called = callers.filter((other) => !guarded.includes(other));
    const [way, out] = [wayOf(one, policies, 'Ingress'), wayOf(one, policies, 'Egress')];
    const own: Rules = {
      Ingress: [...letIn(one, callers, way), ...doorFor(one, controller, way)],
      Egress: [...letOut(called, out), ...namesFor(out)],
    };
    return [
      ...write(one.name, one, own),
      ...others.flatMap((other) =>
        write(`${other.name}.${one.name}`, other, {
          Ingress: guarded.includes(other) ? [] : letIn(other, [one], wayOf(other, policies, 'Ingress')),
          Egress: letOut([one], wayOf(other, policies, 'Egress')),
        }),
      ),
    ];
  });
}

function freeName(name: string, isFree: (name: string) => boolean): string {
  let free = name;
  for (let count = 2; !isFree(free); count += 1) {
    free = `${name}-${count}`;
  }
  return free;
}

function wayOf({ labels }: Pods, policies: readonly ManifestObject[], direction: Direction): Way {
  const over = policiesOver(policies, labels);
  const isShut = isClosed(
    over.filter((spec) => selectsEverything(podsOfPolicy(spec))),
    direction,
  );
  return { direction, isShut, rules: rulesOf(over, direction) };
}

/** Whether a policy of their own names pods of the namespace that may come in. */
function isGuarded({ labels }: Pods, policies: readonly ManifestObject[]): boolean {
  const written = policies.filter(({ metadata }) => !selectsLabels({ matchLabels: OWN }, textsOf(metadata.labels)));
  const own = policiesOver(written, labels).filter((spec) => !selectsEverything(podsOfPolicy(spec)));
  return rulesOf(own, 'Ingress').some((rule) => peersOf(rule, 'Ingress').some((peer) => isHere(peer)));
}

/** Whether a peer is of the namespace that the policy is in. */
function isHere({ podSelector, namespaceSelector, ipBlock }: Fields): boolean {
  return podSelector !== undefined && namespaceSelector === undefined && ipBlock === undefined;
}

function letIn(pods: Pods, callers: readonly Pods[], way: Way): object[] {
  const isNeeded = way.isShut && !isOpenToNamespace(way) && pods.ports.length > 0 && callers.length > 0;
  return isNeeded ? [{ from: callers.map(peerOf), ports: pods.ports }] : [];
}

function letOut(called: readonly Pods[], way: Way): object[] {
  const reachable = way.isShut && !isOpenToNamespace(way) ? called.filter(({ ports }) => ports.length > 0) : [];
  return reachable.map((one) => ({ to: [peerOf(one)], ports: one.ports }));
}

function peerOf({ selector }: Pods): object {
  return { podSelector: { matchLabels: selector } };
}

/** The controller of addresses, at the ports that an address leads to. */
function doorFor({ addressed }: Pods, { namespace, name }: Network['controller'], way: Way): object[] {
  const controller = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: { 'app.kubernetes.io/name': name } },
  };
  return way.isShut && !isOpenToAll(way) && addressed.length > 0 ? [{ from: [controller], ports: addressed }] : [];
}

/** The cluster's DNS, where nothing lets them ask it yet. */
function namesFor(way: Way): object[] {
  const isThere = way.rules.some((rule) => {
    const ports = itemsOf(rule.ports).map(fieldsOf);
    return ports.length === 0 ? isOpenToAll({ ...way, rules: [rule] }) : ports.some(({ port }) => (port ?? 53) === 53);
  });
  const dns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  const ports = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  return way.isShut && !isThere ? [{ to: [dns], ports }] : [];
}

function isOpenToAll({ direction, rules }: Way): boolean {
  return rules.some((rule) => itemsOf(rule.ports).length === 0 && peersOf(rule, direction).length === 0);
}

/** Whether everything of the namespace may go through already. */
function isOpenToNamespace(way: Way): boolean {
  const isOpen = (rule: Fields) =>
    peersOf(rule, way.direction).some((peer) => isHere(peer) && selectsEverything(peer.podSelector));
  return isOpenToAll(way) || way.rules.some((rule) => itemsOf(rule.ports).length === 0 && isOpen(rule));
}

function policyOf(
  { name, appName, namespace }: Pick<ObjectPlace, 'appName' | 'namespace'> & { name: string },
  { selector }: Pods,
  rules: Rules,
): KubernetesObject[] {
  const policyTypes = DIRECTIONS.filter((direction) => rules[direction].length > 0);
  return policyTypes.length === 0
    ? []
    : [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name, namespace, labels: { 'app.kubernetes.io/part-of': appName, ...OWN } },
          spec: {
            podSelector: { matchLabels: selector },
            policyTypes,
            ...(rules.Ingress.length > 0 ? { ingress: rules.Ingress } : {}),
            ...(rules.Egress.length > 0 ? { egress: rules.Egress } : {}),
          },
        },
      ];
}
