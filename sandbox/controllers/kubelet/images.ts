import { createHash } from 'node:crypto';

export type ImageOutcome = 'works' | 'missing' | 'crashes' | 'invalid';

/** A full reference as containerd writes it: `nginx:1` is `docker.io/library/nginx:1`. */
export function fullImageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const hasHost = rest.length > 0 && (first.includes('.') || first.includes(':') || first === 'localhost');
  const named = hasHost ? image : `docker.io/${rest.length === 0 ? `library/${image}` : image}`;
  const last = named.slice(named.lastIndexOf('/') + 1);
  return last.includes(':') || last.includes('@') ? named : `${named}:latest`;
}

function tagOf(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1).split('@')[0] ?? '';
  return last.split(':')[1] ?? 'latest';
}

/** What becomes of a container with this image. */
export function imageOutcome(
  image: string,
  bad: { missingTags: readonly string[]; crashingTags: readonly string[] },
): ImageOutcome {
  const path = image.slice(image.indexOf('/') + 1).split('@')[0] ?? '';
  if (/\s/.test(image) || (path.split(':')[0] ?? '') !== (path.split(':')[0] ?? '').toLowerCase()) {
    return 'invalid';
  }
  const tag = tagOf(image);
  return bad.missingTags.includes(tag) ? 'missing' : bad.crashingTags.includes(tag) ? 'crashes' : 'works';
}

/** The name with the digest that the registry gave; the text of the name decides it here. */
export function imageId(image: string): string {
  const full = fullImageName(image);
  const digest = createHash('sha256').update(full).digest('hex');
  const slash = full.lastIndexOf('/');
  const last =
    full
      .slice(slash + 1)
      .split('@')[0]
      ?.split(':')[0] ?? '';
  return `${full.slice(0, slash + 1)}${last}@sha256:${digest}`;
}
