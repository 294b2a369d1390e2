/** An address without the name and password that some write into it. What is no address is given back as it is. */
export function withoutCredentials(url: string): string {
  const scheme = url.indexOf('://');
  if (scheme === -1) {
    return url;
  }
  const start = scheme + 3;
  const slash = url.indexOf('/', start);
  const end = slash === -1 ? url.length : slash;
  const at = url.lastIndexOf('@', end - 1);
  return at < start ? url : url.slice(0, start) + url.slice(at + 1);
}
