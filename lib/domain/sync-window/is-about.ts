import type { Application } from '../application/application.ts';
import { keyOf, OWN_CLUSTER } from '../cluster/destinations.ts';
import { matchesGlob, parseGlob } from '../value/glob.ts';

/** What a window is about, as patterns of names. */
export type WindowPatterns = {
  applications: string[];
  namespaces: string[];
  clusters: string[];
  /** All that is listed must match, not any of it. */
  isAll: boolean;
};

/** Null where it cannot be told. */
export type Told = boolean | null;

type About = Pick<Application, 'name' | 'destination'>;

/** Whether a window is about an application: argo-cd types.go, SyncWindows.Matches. */
export function isAbout(window: WindowPatterns, { name, destination }: About): Told {
  const listed = [
    { patterns: window.applications, told: matchAny(window.applications, name) },
    { patterns: window.namespaces, told: matchAny(window.namespaces, destination.namespace) },
    { patterns: window.clusters, told: matchCluster(window.clusters, destination.cluster) },
  ];
  const tolds = listed.filter(({ patterns }) => patterns.length > 0).map(({ told }) => told);
  return window.isAll ? tolds.length > 0 && every(tolds) : some(tolds);
}

/** Those of its patterns that nobody can read. */
export function unreadPatterns({ applications, namespaces, clusters }: WindowPatterns): string[] {
  return [...applications, ...namespaces, ...clusters].filter((pattern) => parseGlob(pattern) === null);
}

function matchAny(patterns: readonly string[], text: string): Told {
  return some(
    patterns.map((pattern) => {
      const glob = parseGlob(pattern);
      return glob === null ? null : matchesGlob(glob, text);
    }),
  );
}

/**
 * Argo CD 2.x finds the server of a named cluster, and the name of a server, before it looks at windows; 3.x looks at what
 * is written. So a window that calls Argo CD's own cluster by its other name may be about the application, or not.
 */
function matchCluster(patterns: readonly string[], cluster: string): Told {
  if (cluster === '') {
    return false;
  }
  const told = matchAny(patterns, cluster);
  const others = OWN_CLUSTER.includes(keyOf(cluster)) ? OWN_CLUSTER.filter((own) => own !== keyOf(cluster)) : [];
  return told === false && others.some((other) => matchAny(patterns, other) !== false) ? null : told;
}

function some(tolds: readonly Told[]): Told {
  return tolds.includes(true) ? true : tolds.includes(null) ? null : false;
}

function every(tolds: readonly Told[]): Told {
  return tolds.includes(false) ? false : tolds.includes(null) ? null : true;
}
