import type { Notice } from '#lib/domain/guardrail/notice.ts';
import { policyPhrases } from '#lib/domain/network-policy/words.ts';
import { fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import { isSame } from '#lib/domain/value/same.ts';
import { groupOf, type ManifestSubject } from '../reading/objects.ts';
import { walkValues } from '../reading/walk.ts';
import { noticeIn, type ObjectPair } from './pairs.ts';

const MOST_PHRASES = 8;
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
export function reachability({ before, after }: ObjectPair): Notice[] {
  if (after === null || (before !== null && isSame(before.value, after.value))) {
    return [];
  }
  const notice = (path: string[], message: string) => [noticeIn('network', after, path, message)];
  if (after.kind.endsWith('NetworkPolicy') && groupOf(after.apiVersion) !== '') {
    return notice(['spec'], `${before === null ? 'is new' : 'changes'}: ${decides(before, after)}`);
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

/** What a policy does, or does otherwise than before. */
function decides(before: ManifestSubject | null, after: ManifestSubject): string {
  const phrases = (policy: ManifestSubject | null) =>
    policy !== null && groupOf(policy.apiVersion) === 'networking.k8s.io'
      ? policyPhrases(fieldsOf(policy.value.spec))
      : [];
  const [was, is] = [phrases(before), phrases(after)];
  const said =
    before === null
      ? is
      : [
          ...was.filter((phrase) => !is.includes(phrase)).map((phrase) => `no longer ${phrase}`),
          ...is.filter((phrase) => !was.includes(phrase)).map((phrase) => `now ${phrase}`),
        ];
  const shown =
    said.length > MOST_PHRASES ? [...said.slice(0, MOST_PHRASES), `${said.length - MOST_PHRASES} more`] : said;
  // Of other engines' policies, and of what is not said here of this one.
  return shown.join('; ') || 'it decides who may talk to whom';
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
