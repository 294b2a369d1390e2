import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { KubernetesObject } from '#lib/ports/cluster.ts';

/** What the token may do and who it is, as the API server answers. They are POSTs, but they store nothing. */
export const ACCESS_REVIEW_PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
export const RULES_REVIEW_PATH = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
export const SELF_REVIEW_PATH = '/apis/authentication.k8s.io/v1/selfsubjectreviews';

export type ReviewPath = typeof ACCESS_REVIEW_PATH | typeof RULES_REVIEW_PATH | typeof SELF_REVIEW_PATH;

/** Every request that this portal can make of a cluster. There is no way to say anything else. */
export type ClusterRequest =
  | { readonly method: 'GET'; readonly path: string }
  | { readonly method: 'POST'; readonly path: ReviewPath; readonly body: KubernetesObject };

const REVIEW_PATHS: readonly string[] = [ACCESS_REVIEW_PATH, RULES_REVIEW_PATH, SELF_REVIEW_PATH];

/** GETs of these start something: a command in a container, or a request to whatever listens behind the API server. */
const CONNECTING = ['exec', 'attach', 'portforward', 'proxy'];

/**
 * The same promise at run time, asked right before a request leaves: it reads, it stays on the server's own API, it
 * connects to nothing behind it, and it asks for no Secret. Throws PortalError `refused`.
 */
export function assertReadOnly(request: { method: string; path: string }): void {
  const reason = whyRefused(request);
  if (reason !== null) {
    throw new PortalError('refused', `Portolan only reads clusters: a request was not sent, because ${reason}`, {
      suggestion: 'This is a mistake in Portolan. Please report it.',
    });
  }
}

function whyRefused({ method, path }: { method: string; path: string }): string | null {
  if (method === 'POST') {
    return REVIEW_PATHS.includes(path) ? null : 'it would have written';
  }
  if (method !== 'GET') {
    return 'it would have written';
  }
  const [location = ''] = path.split('?', 1);
  const segments = location.split('/').slice(1);
  if (
    !location.startsWith('/') ||
    segments.some((segment, index) => !isPlain(segment, index === segments.length - 1))
  ) {
    return 'its path is not one of the API';
  }
  return CONNECTING.includes(subresourceOf(segments)) || segments[2] === 'proxy'
    ? 'it would have connected to something behind the API server'
    : resourceOf(segments) === 'secrets'
      ? 'it would have read a Secret'
      : null;
}

/** Letters, digits and what names of the API are made of besides; no percent signs, so nothing can hide. */
function isPlain(segment: string, isLast: boolean): boolean {
  return (segment === '' && isLast) || (/^[\w.:@-]+$/.test(segment) && segment !== '.' && segment !== '..');
}

/** `/api/v1/namespaces/a/pods/b/log` and `/apis/apps/v1/deployments` alike. */
function resourceOf(segments: readonly string[]): string {
  const rest = withinVersion(segments);
  return (rest[0] === 'namespaces' && rest.length > 2 ? rest[2] : rest[0]) ?? '';
}

function subresourceOf(segments: readonly string[]): string {
  const rest = withinVersion(segments);
  return (rest[0] === 'namespaces' && rest.length > 2 ? rest[4] : rest[2]) ?? '';
}

function withinVersion(segments: readonly string[]): readonly string[] {
  const rest = segments.slice(segments[0] === 'api' ? 2 : 3);
  // The old way to watch put a word in front.
  return rest[0] === 'watch' ? rest.slice(1) : rest;
}
