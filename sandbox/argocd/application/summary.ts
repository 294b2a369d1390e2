import { fieldAt, fieldsOf, listOf, textOf } from '../../controllers/api/fields.ts';
import { podTemplateOf } from '../../controllers/api/pod-types.ts';
import type { KubeObject } from '../../kubernetes/object.ts';

const WORKLOADS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'ReplicaSet']);
const EXTERNAL_LINK = 'link.argocd.argoproj.io/';

function imagesOf(object: KubeObject): string[] {
  if (!WORKLOADS.has(object.kind)) {
    return [];
  }
  const { containers, initContainers = [] } = podTemplateOf(object).spec;
  return [...initContainers, ...containers].map(({ image }) => image);
}

function ingressUrls(ingress: KubeObject): string[] {
  const secured = new Set(listOf(ingress.spec?.tls).flatMap((entry) => listOf(fieldsOf(entry).hosts)));
  const hasAddress = listOf(fieldAt(ingress.status, 'loadBalancer', 'ingress')).length > 0;
  return hasAddress
    ? listOf(ingress.spec?.rules).flatMap((rule) => {
        const host = textOf(fieldsOf(rule).host);
        const scheme = secured.has(host) ? 'https' : 'http';
        const paths = listOf(fieldAt(rule, 'http', 'paths')).map((path) => textOf(fieldsOf(path).path, '/'));
        return host === '' ? [] : paths.map((path) => `${scheme}://${host}${path === '/' ? '/' : path}`);
      })
    : [];
}

function linkUrls(object: KubeObject): string[] {
  return Object.entries(object.metadata.annotations ?? {})
    .filter(([key, value]) => key.startsWith(EXTERNAL_LINK) && typeof value === 'string')
    .map(([, value]) => value.split('|').at(-1) ?? value);
}

/** `status.summary`: the images that run and the addresses where they are reached. */
export function summarize(live: readonly KubeObject[]): { images?: string[]; externalURLs?: string[] } {
  const images = [...new Set(live.flatMap(imagesOf))].sort();
  const urls = live.flatMap((object) => [
    ...(object.kind === 'Ingress' ? ingressUrls(object) : []),
    ...linkUrls(object),
  ]);
  return {
    ...(images.length > 0 ? { images } : {}),
    ...(urls.length > 0 ? { externalURLs: [...new Set(urls)].sort() } : {}),
  };
}
