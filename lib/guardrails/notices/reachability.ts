import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { type PolicyPhrases, policyPhrases } from '#lib/domain/network-policy/words.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { groupOf, type ManifestSubject } from '../reading/objects.ts';
import { walkValues } from '../reading/walk.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

/** Of a policy; what is widest comes first. */
const MOST_DOORS = 6;
const OPEN_SERVICES = ['NodePort', 'LoadBalancer'];
const ROUTES = [
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'IngressRoute',
  'IngressRouteTCP',
  'Gateway',
];

/** Ways in from outside that were not there, and rules of who may talk to whom that change. */
export function reachability({ before, after }: ObjectPair, mayBePatch: (file: string) => boolean): Notice[] {
  if (after === null || (before !== null && isSame(before.value, after.value))) {
    return [];
  }
  const notice = (path: string[], message: string) => [noticeIn('network', after, path, message)];
  if (after.kind.endsWith('NetworkPolicy') && groupOf(after.apiVersion) !== '') {
    return notice(
      ['spec'],
      `${before === null ? 'is new' : 'changes'}: ${decides(before, after, mayBePatch(after.file))}`,
    );
  }
  if (after.kind === 'Service' && groupOf(after.apiVersion) === '') {
    const now = doorOf(after);
    return now === '' || (before !== null && doorOf(before) === now)
      ? []
      : notice(['spec', 'type'], `can be reached from outside: ${now}`);
  }
  if (!ROUTES.includes(after.kind)) {
    return [];
  }
  const known = new Set(before === null ? [] : hostsOf(before));
  const hosts = hostsOf(after).filter((host) => !known.has(host));
  if (hosts.length > 0) {
    return notice(['spec'], `can be reached from outside at ${hosts.slice(0, 5).join(', ')}`);
  }
  return before === null ? notice(['spec'], 'can be reached from outside') : [];
}

/**
 * What a policy does; of one that was there all of it as it is and as it was, what differs first: a door that is gone
 * says nothing of who gets in by the others.
 */
function decides(before: ManifestSubject | null, after: ManifestSubject, mayBePatch: boolean): string {
  const [was, is] = [before, after].map((policy) => (policy === null ? null : phrasesOf(policy, mayBePatch)));
  // Of other engines' policies, of what a kustomization puts into one, and of what changes nothing in them.
  const general = 'it decides who may talk to whom';
  if (!is) {
    return general;
  }
  if (!was) {
    return before === null ? listed(is, is) : general;
  }
  const isSame = JSON.stringify(ofAll(is)) === JSON.stringify(ofAll(was));
  return isSame ? general : `now ${listed(is, was)}. Before: ${listed(was, is)}`;
}

function phrasesOf({ apiVersion, value }: ManifestSubject, mayBePatch: boolean): PolicyPhrases | null {
  const spec = fieldsOf(value.spec);
  const isWhole = groupOf(apiVersion) === 'networking.k8s.io' && !(mayBePatch && spec.podSelector === undefined);
  return isWhole ? policyPhrases(spec) : null;
}

const ofAll = ({ closure, doors }: PolicyPhrases) => [closure, ...doors].map(({ of }) => of);

function listed({ closure, doors }: PolicyPhrases, other: PolicyPhrases): string {
  const known = new Set(ofAll(other));
  const sorted = [...doors.filter(({ of }) => !known.has(of)), ...doors.filter(({ of }) => known.has(of))];
  const shown = sorted.slice(0, MOST_DOORS).map(({ words }) => words);
  const rest = sorted.length - shown.length;
  return [closure.words, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

function doorOf({ value }: ManifestSubject): string {
  const { type, externalIPs } = fieldsOf(value.spec);
  const addresses = itemsOf(externalIPs, 10).map((address) => textOf(address, 60));
  return [...(OPEN_SERVICES.includes(textOf(type)) ? [textOf(type)] : []), ...addresses].join(', ');
}

/** Names under `host`, `hosts`, `hostname` and `hostnames`, and those of Traefik's rules. */
function hostsOf({ value }: ManifestSubject): string[] {
  const hosts = new Set<string>();
  for (const visit of walkValues(fieldsOf(value.spec))) {
    if (typeof visit.value !== 'string') {
      continue;
    }
    if (/^host(?:name)?s?$/.test(visit.key)) {
      hosts.add(textOf(visit.value, 253));
    }
    if (visit.key === 'match') {
      for (const [, list = ''] of visit.value.matchAll(/Host(?:SNI)?\(([^)]{0,500})\)/g)) {
        for (const name of list.split(',')) {
          hosts.add(name.replaceAll(/[`'"\s]/g, ''));
        }
      }
    }
  }
  return [...hosts];
}
