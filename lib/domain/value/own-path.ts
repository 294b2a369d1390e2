const LONGEST = 2000;

/**
 * A path of the portal itself, from an address or a request; `/` for anything else, so that nobody can be sent elsewhere.
 * Browsers read a backslash as a slash and leave out tabs and line breaks, so there are none of them.
 */
export function ownPath(value: unknown): string {
  return typeof value === 'string' && value.length <= LONGEST && /^\/(?!\/)[^\\\p{Cc}]*$/u.test(value) ? value : '/';
}
