import type { Reply } from '../http/router.ts';

export const redirectTo = (location: string, headers: Record<string, string> = {}, status = 302): Reply => ({
  status,
  headers: { location, 'cache-control': 'no-store', ...headers },
  body: '',
});

export function withParameters(address: string, parameters: Record<string, string | null>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) {
      url.searchParams.set(name, value);
    }
  }
  return url.toString();
}

/** A path on this server to go on to; anything else becomes the front page. */
export function localPath(wanted: string | null): string {
  const isLocal = wanted?.startsWith('/') === true && !wanted.startsWith('//') && !wanted.startsWith('/\\');
  return isLocal ? wanted : '/';
}
