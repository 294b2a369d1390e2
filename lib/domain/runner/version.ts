import type { Runner } from './runner.ts';

/** Major and minor: `17.7.1` and `v17.7.0-ee` are both 17.7. null for what is no version. */
function minorOf(version: string): [number, number] | null {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor)];
}

function isOlder(version: string, than: string): boolean {
  const [own, other] = [minorOf(version), minorOf(than)];
  return own !== null && other !== null && (own[0] < other[0] || (own[0] === other[0] && own[1] < other[1]));
}

/**
 * The version that a runner should have and has not; null for one that is not behind or not known. A runner keeps up with
 * its forge; where the forge does not tell its version, with the newest of the runners beside it.
 */
export function behindOf(runner: Runner, newest: ReadonlyMap<string, string>): string | null {
  const wanted = runner.forgeVersion ?? newest.get(runner.source);
  const isBehind = runner.version !== null && wanted !== undefined && isOlder(runner.version, wanted);
  return isBehind ? wanted : null;
}

/** The newest version of the runners of each source. */
export function newestVersions(runners: Iterable<Runner>): Map<string, string> {
  const newest = new Map<string, string>();
  for (const { source, version } of runners) {
    const before = newest.get(source);
    if (version !== null && (before === undefined || isOlder(before, version))) {
      newest.set(source, version);
    }
  }
  return newest;
}
