/** A path in an address: its slashes stay, everything else that means something there is written otherwise. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
