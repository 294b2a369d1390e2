import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { parseQuantity } from '#lib/domain/quantity/quantity.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import type { Container } from '../pods/pod-specs.ts';
import {
  isGiven,
  portNameProblems,
  portNumberProblems,
  quoted,
  repeatsOf,
  type ShapeProblem,
  VARIABLE,
} from './names.ts';

type Fault = { at: ManifestPath; message: string; fix?: string };

/**
 * What the API server refuses of a container (pkg/apis/core/validation), and what could never come up as it is written.
 * @param volumes the names of those that the pod has
 */
export function containerProblems(container: Container, volumes: ReadonlySet<string>): ShapeProblem[] {
  const { fields, name } = container;
  const faults = [
    ...portFaults(fields),
    ...variableFaults(fields),
    ...mountFaults(fields, volumes),
    ...probeFaults(fields),
    ...hookFaults(fields),
    ...resourceFaults(fields),
  ];
  return faults.map(({ at, message, ...more }) => {
    return { path: [...container.path, ...at], message: `container ${name}: ${message}`, ...more };
  });
}

function portFaults({ ports }: Fields): Fault[] {
  const all = itemsOf(ports).map(
    (port, index) => ({ ...fieldsOf(port), path: ['ports', index] }) as Fields & { path: ManifestPath },
  );
  const names = all.map(({ name, path }) => ({ name, path: [...path, 'name'] }));
  return [
    ...all.flatMap(({ path, name, containerPort }) => [
      ...faults(portNumberProblems(containerPort, [...path, 'containerPort'], 'port')),
      ...faults(name === '' ? [] : portNameProblems(name, [...path, 'name'], 'the name of a port')),
    ]),
    ...repeatsOf(names).map(({ name, path }) => ({ at: path, message: `two ports are called ${name}` })),
  ];
}

function variableFaults({ env }: Fields): Fault[] {
  return itemsOf(env).flatMap((item, index): Fault[] => {
    const { name, value, valueFrom } = fieldsOf(item);
    const at = ['env', index];
    const sources = Object.values(fieldsOf(valueFrom)).filter(isGiven);
    return [
      ...(typeof name === 'string' && !VARIABLE.test(name)
        ? [{ at: [...at, 'name'], message: `${quoted(name)} is no possible name of a variable` }]
        : []),
      ...(typeof value === 'string' && value !== '' && sources.length > 0
        ? [{ at, message: `${quoted(name)} has a value and another place that it comes from; one of them must go` }]
        : []),
      ...(isGiven(valueFrom) && sources.length !== 1
        ? [{ at: [...at, 'valueFrom'], message: `${quoted(name)} must come from exactly one place` }]
        : []),
    ];
  });
}

function mountFaults({ volumeMounts }: Fields, volumes: ReadonlySet<string>): Fault[] {
  const mounts = itemsOf(volumeMounts).map(fieldsOf);
  const paths = mounts.map(({ mountPath }, index) => ({ name: mountPath, path: ['volumeMounts', index, 'mountPath'] }));
  return [
    ...mounts.flatMap(({ name, mountPath, subPath }, index): Fault[] => [
      ...(typeof name === 'string' && !volumes.has(name)
        ? [
            {
              at: ['volumeMounts', index, 'name'],
              message: `mounts ${quoted(name)}, which the pod has no volume for`,
              fix: `volumes:\n  - name: ${name.slice(0, 63)}\n    emptyDir: {}`,
            },
          ]
        : []),
      ...(mountPath === '' ? [{ at: ['volumeMounts', index, 'mountPath'], message: 'a mountPath is empty' }] : []),
      ...(typeof subPath === 'string' && (subPath.startsWith('/') || subPath.split('/').includes('..'))
        ? [
            {
              at: ['volumeMounts', index, 'subPath'],
              message: `the subPath ${quoted(subPath)} must stay in its volume`,
            },
          ]
        : []),
    ]),
    ...repeatsOf(paths).map(({ name, path }) => ({ at: path, message: `two volumes are mounted at ${quoted(name)}` })),
  ];
}

const PROBES = ['startupProbe', 'readinessProbe', 'livenessProbe'];

function probeFaults(container: Fields): Fault[] {
  const named = new Set(itemsOf(container.ports).map((port) => fieldsOf(port).name));
  return PROBES.flatMap((field): Fault[] => {
    const probe = fieldsOf(container[field]);
    if (!isGiven(container[field])) {
      return [];
    }
    const { httpGet, tcpSocket } = probe;
    const asked = [
      { at: [field, 'httpGet', 'port'], port: fieldsOf(httpGet).port },
      { at: [field, 'tcpSocket', 'port'], port: fieldsOf(tcpSocket).port },
    ];
    return [
      ...handlerFaults(probe, ['exec', 'httpGet', 'tcpSocket', 'grpc'], [field]),
      ...asked.flatMap(({ at, port }) =>
        typeof port === 'string' && !named.has(port)
          ? [{ at, message: `${field} asks the port ${quoted(port)}, and no port of the container is called so` }]
          : faults(portNumberProblems(port, at, `the port of its ${field}`)),
      ),
      ...(field !== 'readinessProbe' && typeof probe.successThreshold === 'number' && probe.successThreshold > 1
        ? [{ at: [field, 'successThreshold'], message: `successThreshold of a ${field} must be 1` }]
        : []),
    ];
  });
}

function hookFaults({ lifecycle }: Fields): Fault[] {
  return ['postStart', 'preStop'].flatMap((hook) => {
    const value = fieldsOf(lifecycle)[hook];
    const ways = ['exec', 'httpGet', 'tcpSocket', 'sleep'];
    return isGiven(value) ? handlerFaults(fieldsOf(value), ways, ['lifecycle', hook]) : [];
  });
}

function handlerFaults(value: Fields, ways: readonly string[], at: ManifestPath): Fault[] {
  const given = ways.filter((way) => isGiven(value[way]));
  return given.length === 1
    ? []
    : [{ at, message: `${String(at.at(-1))} must have exactly one of ${ways.join(', ')}` }];
}

const RESOURCES = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

/** Amounts that are out of proportion are left to the rule of requests and limits. */
function resourceFaults({ resources }: Fields): Fault[] {
  return ['requests', 'limits'].flatMap((part) =>
    Object.entries(fieldsOf(fieldsOf(resources)[part])).flatMap(([resource, amount]): Fault[] => {
      const at = ['resources', part, resource];
      if (!resource.includes('/') && !RESOURCES.test(resource)) {
        const message = `${quoted(resource)} is nothing that a container can have; devices are called with their domain, as nvidia.com/gpu`;
        return [{ at, message, ...(/gpu/i.test(resource) ? { fix: `${part}:\n  nvidia.com/gpu: 1` } : {}) }];
      }
      const quantity = parseQuantity(amount);
      return quantity !== null && quantity < 0n ? [{ at, message: `${resource} is less than nothing` }] : [];
    }),
  );
}

function faults(problems: readonly ShapeProblem[]): Fault[] {
  return problems.map(({ path, ...more }) => ({ at: path, ...more }));
}
