import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { DIRECTIONS, type Direction, isAbout, peersOf, podsOfPolicy, rulesOf, selectsEverything } from './rules.ts';

/** Of each list in a policy, of each name, and of all of it: who needs more reads the file. */
const MOST = 6;
const LONGEST_NAME = 100;
const LONGEST = 900;
/** Kubernetes gives it to each namespace (kubernetes.io/docs, "Well-Known Labels"). */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';
/** Stands for what is not told. No name holds it. */
const LEFT_OUT = '…';
/** What labels, addresses and ports are made of. */
const NAME = /^[\w./:-]+$/;

/**
 * What a NetworkPolicy does, a phrase for what it closes and one for each door that it leaves open: all of it, or null.
 * What is told in part would hide the widest door behind narrow ones. So two policies whose phrases are the same do the
 * same. Selectors are written as kubectl takes them.
 * @param spec of a NetworkPolicy of networking.k8s.io, as hostile as it may be
 */
export function policyPhrases(spec: Fields): string[] | null {
  const ways = DIRECTIONS.filter((direction) => isAbout(spec, direction));
  const rules = ways.flatMap((direction) => rulesOf([spec], direction).map((rule) => ({ rule, direction })));
  if (rules.length > MOST || !knows(spec, ['podSelector', 'policyTypes', 'ingress', 'egress'])) {
    return null;
  }
  const phrases = [
    closureOf(podsOf(podsOfPolicy(spec)), ways),
    ...rules.map(({ rule, direction }) => doorOf(rule, direction)),
  ];
  const isWhole = phrases.every((phrase) => !phrase.includes(LEFT_OUT)) && phrases.join('').length <= LONGEST;
  return isWhole ? phrases : null;
}

/** Whether nothing else is said than what is told here: a patch's orders, and what another version may make of it. */
function knows(fields: Fields, names: readonly string[]): boolean {
  return Object.keys(fields).every((name) => names.includes(name));
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
  if (!knows(rule, [direction === 'Ingress' ? 'from' : 'to', 'ports'])) {
    return LEFT_OUT;
  }
  const peers = enumerate(peersOf(rule, direction), peerOf);
  const ports = enumerate(itemsOf(rule.ports), portOf);
  const at = ports === '' ? '' : ` at ${ports}`;
  return direction === 'Ingress'
    ? `lets ${peers || 'everybody'} reach them${at}`
    : `lets them reach ${peers || 'everything'}${at}`;
}

function peerOf(peer: Fields): string {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  if (!knows(peer, ['podSelector', 'namespaceSelector', 'ipBlock'])) {
    return LEFT_OUT;
  }
  if (ipBlock !== undefined) {
    const { cidr, except } = fieldsOf(ipBlock);
    const left = enumerate(itemsOf(except), nameOf);
    return `${nameOf(cidr)}${left === '' ? '' : ` (without ${left})`}`;
  }
  return namespaceSelector === undefined
    ? podsOf(podSelector)
    : `${podsOf(podSelector ?? {}, '')} of ${namespacesOf(namespaceSelector)}`;
}

/** @param of which namespace: that of the policy, if nobody says */
function podsOf(selector: unknown, of = ' of its namespace'): string {
  return isEverything(selector) ? `every pod${of}` : `pods with ${selectorOf(selector)}`;
}

function namespacesOf(selector: unknown): string {
  if (isEverything(selector)) {
    return 'every namespace';
  }
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const labels = fieldsOf(matchLabels);
  const isOne = Object.keys(labels).length === 1 && itemsOf(matchExpressions).length === 0;
  const name = isOne ? labels[NAMESPACE_NAME] : undefined;
  return name === undefined ? `namespaces with ${selectorOf(selector)}` : `namespace ${nameOf(name)}`;
}

const isEverything = (selector: unknown) =>
  selectsEverything(selector) && Object.keys(fieldsOf(selector)).every(isOfSelector);
const isOfSelector = (name: string) => name === 'matchLabels' || name === 'matchExpressions';

function selectorOf(selector: unknown): string {
  const { matchLabels, matchExpressions } = fieldsOf(selector);
  const parts = [
    ...Object.entries(fieldsOf(matchLabels)).map(([key, value]) => ({ key, operator: '=', values: [value] })),
    ...itemsOf(matchExpressions).map(fieldsOf),
  ];
  return Object.keys(fieldsOf(selector)).every(isOfSelector) ? enumerate(parts, requirementOf) || LEFT_OUT : LEFT_OUT;
}

function requirementOf({ key, operator, values }: Fields): string {
  switch (operator) {
    case '=':
      // A label may be without a value.
      return `${nameOf(key)}=${itemsOf(values)[0] === '' ? '' : nameOf(itemsOf(values)[0])}`;
    case 'Exists':
      return nameOf(key);
    case 'DoesNotExist':
      return `!${nameOf(key)}`;
    case 'In':
    case 'NotIn':
      return `${nameOf(key)} ${operator === 'In' ? 'in' : 'notin'} (${enumerate(itemsOf(values), nameOf, ',', ',') || LEFT_OUT})`;
    default:
      return LEFT_OUT;
  }
}

function portOf(value: unknown): string {
  const { protocol, port, endPort } = fieldsOf(value);
  const name = protocol === undefined || protocol === null ? 'TCP' : nameOf(protocol);
  if (!knows(fieldsOf(value), ['protocol', 'port', 'endPort'])) {
    return LEFT_OUT;
  }
  if (port === undefined || port === null) {
    return `every port of ${name}`;
  }
  const last = endPort === undefined || endPort === null ? '' : `-${numberOf(endPort)}`;
  return `${name} ${typeof port === 'number' ? numberOf(port) : nameOf(port)}${last}`;
}

const numberOf = (value: unknown): string => (Number.isSafeInteger(value) ? String(value) : LEFT_OUT);

/** What no label, address or port can hold would be words of somebody else in the sentence. */
function nameOf(value: unknown): string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && NAME.test(value) ? value : LEFT_OUT;
}

/** '' for none. */
function enumerate<Item>(items: readonly Item[], wordOf: (item: Item) => string, comma = ', ', and = ' and '): string {
  if (items.length > MOST) {
    return LEFT_OUT;
  }
  const words = items.map(wordOf);
  const last = words.pop() ?? '';
  return words.length === 0 ? last : `${words.join(comma)}${and}${last}`;
}
