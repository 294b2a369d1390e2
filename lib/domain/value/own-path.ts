const LONGEST = 2000;
const SOMEWHERE = 'http://portal';

/**
 * A path of the portal itself, from an address or a request; `/` for anything else, so that nobody can be sent elsewhere.
 * Browsers read a backslash as a slash and leave out tabs and line breaks, so there are none of them. A path that only
 * comes to begin with two slashes once its dots are resolved is somebody else's, too, for whoever resolves them first.
 */
export function ownPath(value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST || !/^\/(?!\/)[^\\\p{Cc}]*$/u.test(value)) {
    return '/';
  }
  const { origin, pathname } = new URL(value, SOMEWHERE);
  return origin === SOMEWHERE && !pathname.startsWith('//') ? value : '/';
}
