import type { Cluster } from '../../controllers/api/cluster.ts';
import { resolveResource } from '../../controllers/api/resolve-resource.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import { keyText, resourceKeyOf } from '../application/resource-key.ts';
import type { ApplicationSpec, Source } from '../application/spec.ts';
import { type Tracking, withTracking } from '../application/tracking.ts';
import { type Repositories, RepositoryError } from '../git/repositories.ts';
import type { Snapshot } from '../git/snapshots.ts';
import { findChart, renderChart } from '../helm/render-chart.ts';
import { directoryManifests, ManifestError } from './directory.ts';

export type SourceType = 'Helm' | 'Directory' | '';

/** What the sources of an Application ask for. */
export type Rendered = {
  /** With namespace and tracking mark, later sources winning over earlier ones. */
  objects: KubeObject[];
  /** One for each source: a commit, or the version of a chart. */
  revisions: string[];
  sourceTypes: SourceType[];
  /** Texts of warnings. */
  repeated: string[];
};

/** Target state that could not be loaded; `message` is that of the ComparisonError. */
export class TargetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TargetError';
  }
}

/** A source with what it needs at hand: nothing more has to be waited for. */
export type PreparedSource = { source: Source; revision: string; snapshot: Snapshot | null };

function failed(index: number, count: number, error: unknown): never {
  const isRepository = error instanceof RepositoryError;
  if (!isRepository && !(error instanceof ManifestError)) {
    throw error;
  }
  const why = isRepository ? `rpc error: code = Unknown desc = ${error.message}` : error.message;
  throw new TargetError(
    `Failed to load target state: failed to generate manifest for source ${index + 1} of ${count}: ${why}`,
  );
}

/**
 * Resolves the revisions of all sources and reads what they need.
 * @param revisions commits to use instead of `targetRevision`, for a sync that was begun with them
 * @throws TargetError
 */
export async function prepareSources(
  spec: ApplicationSpec,
  repositories: Repositories,
  revisions: readonly string[] = [],
): Promise<PreparedSource[]> {
  const prepared: PreparedSource[] = [];
  for (const [index, source] of spec.sources.entries()) {
    const wanted = revisions[index] || source.targetRevision;
    try {
      if (source.chart !== '') {
        const { version } = findChart({ ...source, targetRevision: wanted });
        prepared.push({ source, revision: version, snapshot: null });
      } else {
        const revision = await repositories.resolve(source.repoURL, wanted);
        prepared.push({ source, revision, snapshot: await repositories.snapshot(source.repoURL, revision) });
      }
    } catch (error) {
      failed(index, spec.sources.length, error);
    }
  }
  return prepared;
}

/** Reads `$values/apps/x/values.yaml` out of the source with `ref: values`. */
function readValueFile(sources: readonly PreparedSource[], own: PreparedSource, file: string): string | null {
  if (!file.startsWith('$')) {
    const path = own.source.path === '' ? file : `${own.source.path}/${file}`;
    return own.snapshot?.files.get(path) ?? null;
  }
  const [reference = '', ...rest] = file.slice(1).split('/');
  const named = sources.find(({ source }) => source.ref === reference);
  return named?.snapshot?.files.get(rest.join('/')) ?? null;
}

function renderSource(
  sources: readonly PreparedSource[],
  own: PreparedSource,
  applicationName: string,
  namespace: string,
): { objects: KubeObject[]; type: SourceType } {
  const { source, snapshot, revision } = own;
  if (source.chart !== '') {
    const readFile = (file: string) => readValueFile(sources, own, file);
    const pinned = { ...source, targetRevision: revision };
    return { objects: renderChart(pinned, { applicationName, namespace, readFile }).objects, type: 'Helm' };
  }
  if (source.path === '' || snapshot === null) {
    // Only there to be referred to.
    return { objects: [], type: '' };
  }
  return { objects: directoryManifests(snapshot, { path: source.path, ...source.directory }), type: 'Directory' };
}

/** Namespaced objects that name no namespace go where the Application points; cluster-scoped ones lose theirs. */
function placed(object: KubeObject, namespace: string, cluster: Cluster): KubeObject {
  const resource = resolveResource(cluster.index, object.apiVersion, object.kind);
  const { namespace: own, ...metadata } = object.metadata;
  if (resource !== undefined && !resource.namespaced) {
    return { ...object, metadata };
  }
  const place = own || namespace;
  return { ...object, metadata: { ...metadata, ...(place === '' ? {} : { namespace: place }) } };
}

export type RenderOptions = { applicationName: string; spec: ApplicationSpec; tracking: Tracking; cluster: Cluster };

/** Makes the objects of prepared sources: reposerver and controller/state.go, GetRepoObjs. Throws TargetError. */
export function renderSources(sources: readonly PreparedSource[], options: RenderOptions): Rendered {
  const { applicationName, spec, tracking, cluster } = options;
  const { namespace } = spec.destination;
  const objects = new Map<string, KubeObject>();
  const counts = new Map<string, number>();
  const sourceTypes: SourceType[] = [];
  for (const [index, own] of sources.entries()) {
    try {
      const rendered = renderSource(sources, own, applicationName, namespace);
      sourceTypes.push(rendered.type);
      for (const object of rendered.objects) {
        const complete = placed(object, namespace, cluster);
        // Hooks with `generateName` get their names when they are created.
        const key = `${keyText(resourceKeyOf(complete))}${complete.metadata.name === '' ? objects.size : ''}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        objects.set(key, withTracking(complete, applicationName, namespace, tracking));
      }
    } catch (error) {
      failed(index, sources.length, error);
    }
  }
  return {
    objects: [...objects.values()],
    revisions: sources.map(({ revision }) => revision),
    sourceTypes,
    repeated: [...counts]
      .filter(([, count]) => count > 1)
      .map(([key, count]) => `Resource ${key} appeared ${count} times among application resources.`),
  };
}
