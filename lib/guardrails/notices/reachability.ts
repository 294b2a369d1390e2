import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { policyPhrases } from '#lib/domain/network-policy/words.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { groupOf, type ManifestSubject } from '../reading/objects.ts';
import { walkValues } from '../reading/walk.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

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

/**
 * Ways in from outside that were not there, and rules of who may talk to whom that change.
 * @param isWhole whether what a file holds is delivered as it stands there
 */
export function reachability({ before, after }: ObjectPair, isWhole: (file: string) => boolean): Notice[] {
  if (after === null || (before !== null && isSame(before.value, after.value))) {
    return [];
  }
  const notice = (path: string[], message: string) => [noticeIn('network', after, path, message)];
  if (after.kind.endsWith('NetworkPolicy') && groupOf(after.apiVersion) !== '') {
    return notice(['spec'], `${before === null ? 'is new' : 'changes'}: ${decides(before, after, isWhole)}`);
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

/** What a policy does; of one that was there, as it is and as it was: a door that is gone says nothing of the others. */
function decides(before: ManifestSubject | null, after: ManifestSubject, isWhole: (file: string) => boolean): string {
  const [was, is] = [before, after].map((policy) => (policy === null ? null : wordsOf(policy, isWhole)));
  if (!is || (before !== null && !was) || is === was) {
    return 'it decides who may talk to whom';
  }
  return before === null ? is : `now ${is}. Before: ${was}`;
}

/** null for what no words tell: policies of other engines, long ones, and what is only a part of one. */
function wordsOf({ apiVersion, file, value }: ManifestSubject, isWhole: (file: string) => boolean): string | null {
  return groupOf(apiVersion) === 'networking.k8s.io' && isWhole(file)
    ? (policyPhrases(fieldsOf(value.spec))?.join('; ') ?? null)
    : null;
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
