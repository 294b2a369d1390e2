import { type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { DIRECTIONS, type Direction, isAbout, peersOf, podsOfPolicy, rulesOf, selectsEverything } from './rules.ts';

/** Of each list in a policy; whoever needs more reads the file. */
const MOST_NAMED = 4;
const LONGEST_NAME = 100;
/** Kubernetes gives it to each namespace (kubernetes.io/docs, "Well-Known Labels"). */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/**
 * What a NetworkPolicy does: a phrase for what it closes, and one for each door that it leaves open. Selectors are
 * written as kubectl takes them.
 * @param spec of a NetworkPolicy of networking.k8s.io, as hostile as it may be
 */
export function policyPhrases(spec: Fields): string[] {
  const ways = DIRECTIONS.filter((direction) => isAbout(spec, direction));
  return [closure(podsOf(podsOfPolicy(spec)), ways), ...ways.flatMap((direction) => doors(spec, direction))];
}

function closure(pods: string, ways: readonly Direction[]): string {
  const [first] = ways;
  if (first === undefined) {
    return `closes nothing of ${pods}`;
  }
  const what = first === 'Ingress' ? 'to what comes in' : 'to what goes out';
  return `closes ${pods} ${ways.length > 1 ? 'both ways' : what}`;
}

function doors(spec: Fields, direction: Direction): string[] {
  return rulesOf([spec], direction).map((rule) => {
    const peers = peersOf(rule).map(peerOf);
    const ports = itemsOf(rule.ports).map((port) => portOf(fieldsOf(port)));
    const at = ports.length === 0 ? '' : ` at ${enumerate(ports)}`;
    return direction === 'Ingress'
      ? `lets ${enumerate(peers) || 'everybody'} reach them${at}`
      : `lets them reach ${enumerate(peers) || 'everything'}${at}`;
  });
}

function peerOf({ podSelector, namespaceSelector, ipBlock }: Fields): string {
  if (ipBlock !== undefined) {
    const { cidr, except } = fieldsOf(ipBlock);
    const left = itemsOf(except).map((one) => textOf(one, LONGEST_NAME));
    return `${textOf(cidr, LONGEST_NAME)}${left.length === 0 ? '' : ` (without ${enumerate(left)})`}`;
  }
  return namespaceSelector === undefined
    ? podsOf(podSelector)
    : `${podsOf(podSelector ?? {}, '')} of ${namespacesOf(namespaceSelector)}`;
}

/** @param of which namespace: that of the policy, if nobody says */
function podsOf(selector: unknown, of = ' of its namespace'): string {
  return selectsEverything(selector) ? `every pod${of}` : `pods with ${selectorOf(selector)}`;
}

function namespacesOf(selector: unknown): string {
  if (selectsEverything(selector)) {
    return 'every namespace';
  }
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const labels = fieldsOf(matchLabels);
  const name = textOf(labels[NAMESPACE_NAME], LONGEST_NAME);
  const isOne = name !== '' && Object.keys(labels).length === 1 && itemsOf(matchExpressions).length === 0;
  return isOne ? `namespace ${name}` : `namespaces with ${selectorOf(selector)}`;
}

function selectorOf(selector: unknown): string {
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const labels = Object.entries(fieldsOf(matchLabels));
  const parts = [
    ...labels.map(([key, value]) => `${textOf(key, LONGEST_NAME)}=${textOf(value, LONGEST_NAME)}`),
    ...itemsOf(matchExpressions).map((expression) => expressionOf(fieldsOf(expression))),
  ];
  return parts.length === 0 ? 'a selector that is none' : enumerate(parts);
}

function expressionOf({ key, operator, values }: Fields): string {
  const name = textOf(key, LONGEST_NAME);
  const list = itemsOf(values).map((value) => textOf(value, LONGEST_NAME));
  switch (operator) {
    case 'Exists':
      return name;
    case 'DoesNotExist':
      return `!${name}`;
    default:
      return `${name} ${operator === 'NotIn' ? 'notin' : 'in'} (${list.join(',')})`;
  }
}

function portOf({ protocol, port, endPort }: Fields): string {
  const name = textOf(protocol, LONGEST_NAME) || 'TCP';
  const first = typeof port === 'number' ? String(port) : textOf(port, LONGEST_NAME);
  return first === '' ? `every port of ${name}` : `${name} ${first}${typeof endPort === 'number' ? `-${endPort}` : ''}`;
}

/** '' for none. */
function enumerate(words: readonly string[]): string {
  const named = words.length > MOST_NAMED ? words.slice(0, MOST_NAMED - 1) : words.slice(0, -1);
  const last = words.length > MOST_NAMED ? `${words.length - named.length} more` : words.at(-1);
  return named.length === 0 ? (last ?? '') : `${named.join(', ')} and ${last}`;
}
