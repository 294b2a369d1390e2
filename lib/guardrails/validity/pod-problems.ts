import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import { containersOf } from '../pods/pod-specs.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { kindName } from '../reading/scope.ts';
import { containerProblems } from './container-problems.ts';
import { isGiven, partNameProblems, quoted, type ShapeProblem } from './names.ts';

type Place = { path: ManifestPath; restart: readonly string[] };

const TEMPLATE: ManifestPath = ['spec', 'template', 'spec'];
const FOR_EVER: Place = { path: TEMPLATE, restart: ['Always'] };
const UNTIL_DONE = ['Never', 'OnFailure'];

/** Where the pod of a kind stands, and which restart policies the API server takes there. */
const PLACES: Readonly<Record<string, Place>> = {
  Pod: { path: ['spec'], restart: ['Always', ...UNTIL_DONE] },
  'Deployment.apps': FOR_EVER,
  'StatefulSet.apps': FOR_EVER,
  'DaemonSet.apps': FOR_EVER,
  'ReplicaSet.apps': FOR_EVER,
  'Job.batch': { path: TEMPLATE, restart: UNTIL_DONE },
  'CronJob.batch': { path: ['spec', 'jobTemplate', ...TEMPLATE], restart: UNTIL_DONE },
};

/** What the API server refuses of the pod of a built-in kind (pkg/apis/core/validation), or what could never run. */
export function podProblems({ apiVersion, kind, value }: ManifestSubject): ShapeProblem[] {
  const place = PLACES[kindName(apiVersion, kind)];
  if (place === undefined) {
    return [];
  }
  const { path } = place;
  const spec = path.reduce<unknown>((within, step) => fieldsOf(within)[step as string], value);
  const pod = { path, spec: { ...fieldsOf(spec) } };
  const containers = containersOf(pod);
  const volumes = volumesOf(pod, fieldsOf(value.spec).volumeClaimTemplates);
  const names = containers.map((container) => ({ name: container.fields.name, path: [...container.path, 'name'] }));
  return [
    ...(Array.isArray(pod.spec.containers) && pod.spec.containers.length === 0
      ? [{ path: [...path, 'containers'], message: 'a pod must have a container' }]
      : []),
    ...restartProblems(pod.spec.restartPolicy, place, kind),
    ...partNameProblems(names, 'container'),
    ...volumes.problems,
    ...containers.flatMap((container) => containerProblems(container, volumes.names)),
  ];
}

function restartProblems(policy: unknown, { path, restart }: Place, kind: string): ShapeProblem[] {
  const given = policy ?? 'Always';
  return typeof given !== 'string' || restart.includes(given)
    ? []
    : [
        {
          path: [...path, 'restartPolicy'],
          message: `restartPolicy of a ${kind} must be ${restart.join(' or ')}${policy === given ? `, not ${quoted(given)}` : ', and Always is what it is where nothing is said'}`,
          fix: `restartPolicy: ${restart[0]}`,
        },
      ];
}

function volumesOf(
  { path, spec }: { path: ManifestPath; spec: Readonly<Record<string, unknown>> },
  claimTemplates: unknown,
): { names: Set<string>; problems: ShapeProblem[] } {
  const volumes = itemsOf(spec.volumes).map(fieldsOf);
  const claims = itemsOf(claimTemplates).map((claim) => fieldsOf(fieldsOf(claim).metadata).name);
  const named = volumes.map(({ name }, index) => ({ name, path: [...path, 'volumes', index, 'name'] }));
  const problems: ShapeProblem[] = [
    ...partNameProblems(named, 'volume'),
    ...volumes.flatMap((volume, index) => {
      const kinds = Object.entries(volume).filter(([field, source]) => field !== 'name' && isGiven(source));
      return kinds.length < 2
        ? []
        : [
            {
              path: [...path, 'volumes', index],
              message: `a volume is of one kind: ${kinds.map(([field]) => field).join(' or ')}`,
            },
          ];
    }),
  ];
  return { names: new Set([...named.map(({ name }) => name), ...claims].map(String)), problems };
}
