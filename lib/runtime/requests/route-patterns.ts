import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '#lib/domain/value/fields.ts';

/** What Next writes at the build: each route with the pattern of its address. */
const MANIFEST = '.next/app-path-routes-manifest.json';
/** Where no route is known, as with the development server, which has no such file. */
const UNKNOWN = 'unknown';

/** The pattern of the route that answers an address: `/changes/[id]`. There are no more of them than routes. */
export type RoutePatterns = (path: string) => string;

/** Reads the routes of the build in a folder. */
export function readRoutePatterns(root: string): RoutePatterns {
  return createRoutePatterns(readManifest(join(root, MANIFEST)));
}

function readManifest(path: string): string[] {
  try {
    return Object.values(fieldsOf(JSON.parse(readFileSync(path, 'utf8')))).filter((one) => typeof one === 'string');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return [];
    }
    throw error;
  }
}

export function createRoutePatterns(patterns: readonly string[]): RoutePatterns {
  // Plain parts win over those that take anything, and those over what takes all that is left.
  const routes = patterns.map((pattern) => ({ pattern, segments: segmentsOf(pattern) })).toSorted(bySpecificity);
  return (path) => {
    if (path.startsWith('/_next/')) {
      return '/_next';
    }
    const asked = segmentsOf(path);
    return routes.find(({ segments }) => fits(segments, asked))?.pattern ?? UNKNOWN;
  };
}

function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

function fits(pattern: readonly string[], asked: readonly string[]): boolean {
  const isOpen = pattern.at(-1)?.startsWith('[...') ?? false;
  const isLong = isOpen ? asked.length >= pattern.length : asked.length === pattern.length;
  return isLong && pattern.every((segment, index) => segment.startsWith('[') || segment === asked[index]);
}

type Route = { segments: readonly string[] };

function bySpecificity(one: Route, other: Route): number {
  return rank(one) < rank(other) ? -1 : 1;
}

/** Sorts as text: each part a letter, the plain ones first. */
function rank({ segments }: Route): string {
  return segments.map((segment) => (segment.startsWith('[...') ? 'c' : segment.startsWith('[') ? 'b' : 'a')).join('');
}
