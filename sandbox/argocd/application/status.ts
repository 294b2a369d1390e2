import { type Fields, fieldsOf, textOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { Comparison, ManagedResource } from '../compare/compare-application.ts';
import type { HealthStatus } from '../health/health-status.ts';
import type { Rendered } from '../manifests/render.ts';
import type { ArgoSettings } from '../settings/settings.ts';
import { waveOf } from '../sync/hooks.ts';
import type { ApplicationSpec } from './spec.ts';
import { summarize } from './summary.ts';

function healthEntry(resource: ManagedResource): Fields {
  if (resource.live === null) {
    return resource.sync === null ? {} : { health: { status: 'Missing' } };
  }
  const { health } = resource;
  return health === null
    ? {}
    : { health: { status: health.status, ...(health.message ? { message: health.message } : {}) } };
}

/** One line of `status.resources`, with what the version writes into it. */
function resourceEntry(resource: ManagedResource, settings: ArgoSettings): Fields {
  const { key, version, target, live, sync, isHook, requiresPruning } = resource;
  const wave = waveOf((target ?? live) as KubeObject);
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    version,
    kind: key.kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    name: key.name,
    ...(sync === null ? {} : { status: sync }),
    ...(settings.persistsResourceHealth ? healthEntry(resource) : {}),
    ...(isHook ? { hook: true } : {}),
    ...(requiresPruning ? { requiresPruning: true } : {}),
    ...(wave === 0 ? {} : { syncWave: wave }),
  };
}

/** `status.health`; since when is written from 2.14 on. */
export function healthField(application: KubeObject, status: HealthStatus, settings: ArgoSettings, at: string): Fields {
  const before = fieldsOf(application.status?.health);
  const since = before.status === status ? textOf(before.lastTransitionTime) || at : at;
  return settings.style === '3.x' ? { lastTransitionTime: since, status } : { status };
}

export function comparedTo(spec: ApplicationSpec): Fields {
  const { namespace, ...destination } = spec.destination;
  const raw = spec.sources.map((source) => source.raw);
  return {
    ...(spec.hasMultipleSources ? { sources: raw } : { source: raw[0] ?? {} }),
    destination: { ...destination, ...(namespace === '' ? {} : { namespace }) },
    ...(spec.ignoreDifferences.length > 0
      ? {
          ignoreDifferences: spec.ignoreDifferences.map(({ jsonPointers, kind, group, name, namespace: place }) => ({
            ...(group === '' ? {} : { group }),
            ...(jsonPointers.length === 0 ? {} : { jsonPointers }),
            kind,
            ...(name === '' ? {} : { name }),
            ...(place === '' ? {} : { namespace: place }),
          })),
        }
      : {}),
  };
}

/** `revision` for one source, `revisions` for several. */
export function revisionFields(spec: ApplicationSpec, revisions: readonly string[]): Fields {
  return spec.hasMultipleSources ? { revisions: [...revisions] } : { revision: revisions[0] ?? '' };
}

export type StatusInput = {
  application: KubeObject;
  spec: ApplicationSpec;
  rendered: Rendered;
  comparison: Comparison;
  settings: ArgoSettings;
  at: string;
  controllerNamespace: string;
};

/** The parts of `status` that a comparison decides about. */
export function comparisonStatus(input: StatusInput): Fields {
  const { application, spec, rendered, comparison, settings, at, controllerNamespace } = input;
  const live = comparison.resources.flatMap(({ live: object }) => (object === null ? [] : [object]));
  const types = rendered.sourceTypes;
  return {
    controllerNamespace,
    health: healthField(application, comparison.health, settings, at),
    resources: comparison.resources.map((resource) => resourceEntry(resource, settings)),
    ...(settings.style === '3.x' && !settings.persistsResourceHealth ? { resourceHealthSource: 'appTree' } : {}),
    ...(spec.hasMultipleSources ? { sourceTypes: types } : { sourceType: types[0] || 'Directory' }),
    ...(settings.style === '3.x' ? { sourceHydrator: {} } : {}),
    summary: summarize(live),
    sync: {
      comparedTo: comparedTo(spec),
      ...revisionFields(spec, rendered.revisions),
      status: comparison.sync,
    },
  };
}
