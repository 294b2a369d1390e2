/** What a link may do: stay in the portal, leave it, or not be a link at all. */
export type SafeHref = { kind: 'internal' | 'external'; href: string } | { kind: 'refused' };

const MAX_LENGTH = 2048;
const REFUSED: SafeHref = { kind: 'refused' };

/** Browsers drop control characters and spaces inside a scheme (`java\nscript:`), so an address may hold none. */
function hasHiddenCharacters(href: string): boolean {
  for (let at = 0; at < href.length; at += 1) {
    const code = href.charCodeAt(at);
    if (code <= 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0x5c) {
      return true;
    }
  }
  return false;
}

function isWithinPortal(href: string): boolean {
  const first = href[0];
  return first === '#' || first === '?' || (first === '/' && href[1] !== '/');
}

/**
 * Sorts an address of any origin (cluster, model, forge text) before it becomes a link. Only addresses within the portal
 * (`/…`, `?…`, `#…`) and absolute http or https ones pass; `javascript:`, `data:`, `//host` and addresses that
 * carry a user name (`https://gitlab.com@elsewhere`) do not.
 */
export function safeHref(href: string): SafeHref {
  if (href === '' || href.length > MAX_LENGTH || hasHiddenCharacters(href)) {
    return REFUSED;
  }
  if (isWithinPortal(href)) {
    return { kind: 'internal', href };
  }
  const url = URL.parse(href);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') {
    return REFUSED;
  }
  return { kind: 'external', href: url.href };
}
