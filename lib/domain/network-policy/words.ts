import { cutText, type Fields, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { DIRECTIONS, type Direction, isAbout, peersOf, podsOfPolicy, rulesOf, selectsEverything } from './rules.ts';
import { widestFirst, widthOfPeer, widthOfPort, widthOfRule } from './width.ts';

/** Of each list in a policy; whoever needs more reads the file. What is widest comes first, so it is never cut. */
const MOST_NAMED = 4;
const LONGEST_NAME = 80;
const LONGEST_PHRASE = 400;
/** Kubernetes gives it to each namespace (kubernetes.io/docs, "Well-Known Labels"). */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

export type PolicyPhrase = {
  words: string;
  /** All of what is said in these words, which may be cut: two phrases say the same where this is the same. */
  of: string;
};

export type PolicyPhrases = {
  /** Whose ways are closed but for what policies let through. */
  closure: PolicyPhrase;
  /** What this one lets through, what is widest first. "They" are those of the closure. */
  doors: PolicyPhrase[];
};

/**
 * What a NetworkPolicy does. Selectors are written as kubectl takes them.
 * @param spec of a NetworkPolicy of networking.k8s.io, as hostile as it may be
 */
export function policyPhrases(spec: Fields): PolicyPhrases {
  const ways = DIRECTIONS.filter((direction) => isAbout(spec, direction));
  const pods = podsOfPolicy(spec);
  const doors = ways.flatMap((direction) => {
    return rulesOf([spec], direction).map((rule) => ({ rule, direction, width: widthOfRule(rule, direction) }));
  });
  return {
    closure: phrase(closureOf(podsOf(pods), ways), [pods, ways]),
    doors: widestFirst(doors, ({ width }) => width).map(({ rule, direction }) =>
      phrase(doorOf(rule, direction), [direction, rule]),
    ),
  };
}

function phrase(words: string, of: unknown): PolicyPhrase {
  return { words: cutText(words, LONGEST_PHRASE), of: JSON.stringify(of) };
}

function closureOf(pods: string, ways: readonly Direction[]): string {
  const [first] = ways;
  if (first === undefined) {
    return `closes nothing of ${pods}`;
  }
  const what = first === 'Ingress' ? 'to what comes in' : 'to what goes out';
  return `closes ${pods} ${ways.length > 1 ? 'both ways' : what}`;
}

function doorOf(rule: Fields, direction: Direction): string {
  const peers = widestFirst(peersOf(rule, direction), widthOfPeer).map(peerOf);
  const ports = widestFirst(itemsOf(rule.ports).map(fieldsOf), widthOfPort).map(portOf);
  const at = ports.length === 0 ? '' : ` at ${enumerate(ports)}`;
  return direction === 'Ingress'
    ? `lets ${enumerate(peers) || 'everybody'} reach them${at}`
    : `lets them reach ${enumerate(peers) || 'everything'}${at}`;
}

function peerOf({ podSelector, namespaceSelector, ipBlock }: Fields): string {
  if (ipBlock !== undefined) {
    const { cidr, except } = fieldsOf(ipBlock);
    const left = itemsOf(except).map(nameOf);
    return `${nameOf(cidr)}${left.length === 0 ? '' : ` (without ${enumerate(left)})`}`;
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
  const isOne = Object.keys(labels).length === 1 && itemsOf(matchExpressions).length === 0;
  const name = isOne ? labels[NAMESPACE_NAME] : undefined;
  return name === undefined ? `namespaces with ${selectorOf(selector)}` : `namespace ${nameOf(name)}`;
}

function selectorOf(selector: unknown): string {
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const parts = [
    ...Object.entries(fieldsOf(matchLabels)).map(([key, value]) => `${nameOf(key)}=${nameOf(value)}`),
    ...itemsOf(matchExpressions).map((expression) => expressionOf(fieldsOf(expression))),
  ];
  return enumerate(parts) || 'a selector that is none';
}

function expressionOf({ key, operator, values }: Fields): string {
  switch (operator) {
    case 'Exists':
      return nameOf(key);
    case 'DoesNotExist':
      return `!${nameOf(key)}`;
    default:
      return `${nameOf(key)} ${operator === 'NotIn' ? 'notin' : 'in'} (${enumerate(itemsOf(values).map(nameOf), ',', ',')})`;
  }
}

function portOf({ protocol, port, endPort }: Fields): string {
  const name = protocol === undefined || protocol === null ? 'TCP' : nameOf(protocol);
  const first = typeof port === 'number' ? String(port) : textOf(port);
  if (first === '') {
    return `every port of ${name}`;
  }
  return `${name} ${nameOf(first)}${typeof endPort === 'number' ? `-${endPort}` : ''}`;
}

/** A name as it may be: what no label, address or port can hold would be words of somebody else in the sentence. */
function nameOf(value: unknown): string {
  return textOf(value, LONGEST_NAME).replaceAll(/[^\w./:…-]/g, '?') || '?';
}

/** '' for none. */
function enumerate(words: readonly string[], comma = ', ', and = ' and '): string {
  const isCut = words.length > MOST_NAMED;
  const named = words.slice(0, isCut ? MOST_NAMED - 1 : -1);
  const last = isCut ? `${words.length - named.length} more` : (words.at(-1) ?? '');
  return named.length === 0 ? last : `${named.join(comma)}${and}${last}`;
}
