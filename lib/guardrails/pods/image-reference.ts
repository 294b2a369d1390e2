/** A reference to an image, in its parts. `tag` and `digest` are null where they are not given. */
export type ImageReference = { name: string; tag: string | null; digest: string | null };

const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;
const NAME = /^[a-z0-9][a-z0-9._:/-]*$/;
const LONGEST = 512;

/**
 * Reads `registry:5000/team/app:1.2@sha256:…` as container runtimes do (distribution/reference): a colon before the last slash
 * belongs to the registry's port. Null for what no runtime would accept.
 */
export function parseImageReference(text: string): ImageReference | null {
  if (text.length > LONGEST) {
    return null;
  }
  const [rest = '', digest = null, ...more] = text.split('@');
  const slash = rest.lastIndexOf('/');
  const colon = rest.indexOf(':', slash + 1);
  const name = colon < 0 ? rest : rest.slice(0, colon);
  const tag = colon < 0 ? null : rest.slice(colon + 1);
  const isValid =
    more.length === 0 &&
    NAME.test(name.replace(/^[A-Za-z0-9.-]+(?=[:/])/, (host) => host.toLowerCase())) &&
    !name.endsWith('/') &&
    !name.includes('//') &&
    (tag === null || TAG.test(tag)) &&
    (digest === null || DIGEST.test(digest));
  return isValid ? { name, tag, digest } : null;
}

const DOCKER_HUB = 'docker.io';

/**
 * The repository with its registry, as runtimes complete it (distribution/reference, `normalize.go`): a first part without a dot, a
 * colon or `localhost` is no host, and what has no host is on Docker Hub, in `library` where nobody is named.
 */
export function repositoryOf({ name }: ImageReference): string {
  const [first = '', ...rest] = name.toLowerCase().split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  if (!isHost) {
    return `${DOCKER_HUB}/${rest.length === 0 ? `library/${first}` : name.toLowerCase()}`;
  }
  const host = first === 'index.docker.io' ? DOCKER_HUB : first;
  const path = host === DOCKER_HUB && rest.length === 1 ? `library/${rest[0]}` : rest.join('/');
  return `${host}/${path}`;
}

/** Tags that are moved to newer images by custom: not refused, as people pin some of them on purpose. */
const MOVING = new Set([
  'main',
  'master',
  'develop',
  'dev',
  'edge',
  'nightly',
  'stable',
  'canary',
  'release',
  'current',
  'lts',
]);

export type Pinning = 'pinned' | 'moving' | 'latest' | 'untagged' | 'unreadable';

/** Whether a reference will mean the same image tomorrow. */
export function pinningOf(text: string): Pinning {
  const reference = parseImageReference(text);
  if (reference === null) {
    return 'unreadable';
  }
  if (reference.digest !== null) {
    return 'pinned';
  }
  if (reference.tag === null) {
    return 'untagged';
  }
  const tag = reference.tag.toLowerCase();
  if (tag === 'latest') {
    return 'latest';
  }
  return MOVING.has(tag) ? 'moving' : 'pinned';
}
