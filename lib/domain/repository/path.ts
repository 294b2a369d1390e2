/** A repository on a forge: the forge's id in the configuration and the repository's full path on it. */
export type RepositoryRef = { forgeId: string; path: string };

const MAX_PATH_LENGTH = 255;
const MAX_SEGMENT_LENGTH = 100;
/** Names that Windows takes for devices, whatever comes after a dot. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const SEGMENT = /^[A-Za-z0-9._@+-]+$/;

/**
 * Why a path may not be written in a repository, or null when it may. Strict on purpose: what is refused
 * here (`..`, absolute paths, backslashes, control and look-alike characters, `.git`) has no use in a manifest's path.
 */
export function pathProblem(path: string): string | null {
  if (path.length === 0) {
    return 'the path is empty';
  }
  if (path.length > MAX_PATH_LENGTH) {
    return `the path is longer than ${MAX_PATH_LENGTH} characters`;
  }
  for (const segment of path.split('/')) {
    if (segment === '') {
      return 'the path has an empty part: it starts or ends with "/" or holds "//"';
    }
    if (segment === '.' || segment === '..') {
      return `the path may not hold "${segment}"`;
    }
    if (segment.toLowerCase() === '.git') {
      return 'the path may not enter ".git"';
    }
    if (segment.endsWith('.')) {
      return `the part "${segment.slice(0, 40)}" ends with a dot, which some systems leave out`;
    }
    if (DEVICE.test(segment)) {
      return `the part "${segment.slice(0, 40)}" means a device on some systems`;
    }
    if (segment.length > MAX_SEGMENT_LENGTH || !SEGMENT.test(segment)) {
      return `the part "${segment.slice(0, 40)}" may only hold letters, digits and . _ @ + -`;
    }
  }
  return null;
}

/**
 * Whether a path matches a pattern where `*` stands for any characters within one part and `**` for any number of
 * parts. Without a regular expression, so that no pattern can be slow.
 */
export function matchesPath(pattern: string, path: string): boolean {
  return matchParts(pattern.split('/'), path.split('/'));
}

function matchParts(pattern: readonly string[], path: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) {
    return path.length === 0;
  }
  if (head === '**' && rest.length === 0) {
    // What is in a folder, not the folder's own name.
    return path.length > 0;
  }
  if (head === '**') {
    return path.some((_, index) => matchParts(rest, path.slice(index))) || matchParts(rest, []);
  }
  const [segment, ...below] = path;
  return segment !== undefined && matchSegment(head, segment) && matchParts(rest, below);
}

function matchSegment(pattern: string, segment: string): boolean {
  const [first = '', ...pieces] = pattern.split('*');
  if (pieces.length === 0) {
    return pattern === segment;
  }
  const last = pieces.pop() ?? '';
  if (!segment.startsWith(first) || segment.length < first.length + last.length || !segment.endsWith(last)) {
    return false;
  }
  let at = first.length;
  for (const piece of pieces) {
    const found = segment.indexOf(piece, at);
    if (found < 0 || found + piece.length > segment.length - last.length) {
      return false;
    }
    at = found + piece.length;
  }
  return true;
}
