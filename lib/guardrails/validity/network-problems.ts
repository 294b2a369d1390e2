import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { type Fields, fieldsOf, itemsOf } from '#lib/domain/value/fields.ts';
import type { ManifestSubject } from '../reading/objects.ts';
import { kindName } from '../reading/scope.ts';
import {
  isGiven,
  LABEL,
  LABEL_1035,
  portNameProblems,
  portNumberProblems,
  quoted,
  repeatsOf,
  type ShapeProblem,
  SUBDOMAIN,
} from './names.ts';

/** What the API server refuses of Services and Ingresses (pkg/apis/core/validation, pkg/apis/networking/validation). */
export function networkProblems({ apiVersion, kind, value }: ManifestSubject): ShapeProblem[] {
  const spec = fieldsOf(value.spec);
  switch (kindName(apiVersion, kind)) {
    case 'Service':
      return serviceProblems(spec);
    case 'Ingress.networking.k8s.io':
      return ingressProblems(spec);
    default:
      return [];
  }
}

function serviceProblems({ type = 'ClusterIP', ports, clusterIP, externalName }: Fields): ShapeProblem[] {
  if (type === 'ExternalName') {
    const isName = typeof externalName === 'string' && SUBDOMAIN.test(externalName.replace(/\.$/, ''));
    const message = 'spec.externalName must be a DNS name where type is ExternalName';
    return isName ? [] : [{ path: ['spec', 'externalName'], message }];
  }
  const all = itemsOf(ports).map(fieldsOf);
  const at = (index: number, field: string): ManifestPath => ['spec', 'ports', index, field];
  if (all.length === 0) {
    const message = 'a Service must have a port, unless it has no address (clusterIP: None)';
    return clusterIP === 'None' ? [] : [{ path: ['spec', 'ports'], message }];
  }
  // A target of nothing is the port itself.
  const target = (value: unknown) => (value === 0 || value === '' ? undefined : value);
  const problems = all.flatMap(({ name, port, targetPort, nodePort }, index): ShapeProblem[] => [
    ...portNumberProblems(port, at(index, 'port'), 'spec.ports: port'),
    ...portNumberProblems(target(targetPort), at(index, 'targetPort'), 'spec.ports: targetPort'),
    ...portNameProblems(target(targetPort), at(index, 'targetPort'), 'spec.ports: targetPort'),
    ...(typeof name === 'string' && name !== '' && !LABEL.test(name)
      ? [
          {
            path: at(index, 'name'),
            message: `the name of a port ${quoted(name)} may hold small letters, digits and dashes`,
          },
        ]
      : []),
    ...(all.length > 1 && (!isGiven(name) || name === '')
      ? [{ path: ['spec', 'ports', index], message: 'where there is more than one port, each must have a name' }]
      : []),
    ...(typeof nodePort === 'number' && nodePort > 0 && type === 'ClusterIP'
      ? [{ path: at(index, 'nodePort'), message: 'nodePort needs type: NodePort or LoadBalancer' }]
      : []),
  ]);
  const names = all.map(({ name }, index) => ({ name, path: at(index, 'name') }));
  const numbers = all.map(({ protocol = 'TCP', port }, index) => {
    return { name: `${String(port)}/${String(protocol)}`, path: at(index, 'port') };
  });
  const twice = [...repeatsOf(names), ...repeatsOf(numbers)];
  return [...problems, ...twice.map(({ name, path }) => ({ path, message: `the port ${name} is there twice` }))];
}

function ingressProblems({ rules, defaultBackend, tls }: Fields): ShapeProblem[] {
  const all = itemsOf(rules).map(fieldsOf);
  if (all.length === 0 && !isGiven(defaultBackend)) {
    return [{ path: ['spec'], message: 'an Ingress must have rules or a defaultBackend' }];
  }
  const hosts = itemsOf(tls).flatMap((one, index) =>
    itemsOf(fieldsOf(one).hosts).flatMap((host, place) => nameProblems(host, ['spec', 'tls', index, 'hosts', place])),
  );
  return [
    ...backendProblems(defaultBackend, ['spec', 'defaultBackend']),
    ...all.flatMap(({ host, http }, index) => {
      const at: ManifestPath = ['spec', 'rules', index];
      return [...hostProblems(host, [...at, 'host']), ...pathProblems(http, [...at, 'http'])];
    }),
    ...hosts,
  ];
}

function hostProblems(host: unknown, path: ManifestPath): ShapeProblem[] {
  const isAddress = typeof host === 'string' && (/^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':'));
  if (!isAddress) {
    return nameProblems(host, path);
  }
  const what = host.includes('://') || /:\d+$/.test(host) ? 'without https:// and without a port' : 'not an address';
  return [{ path, message: `the host ${quoted(host)} must be a DNS name, ${what}` }];
}

/** Of a certificate an address may be the host as well. */
function nameProblems(host: unknown, path: ManifestPath): ShapeProblem[] {
  if (typeof host !== 'string' || host === '') {
    return [];
  }
  const name = host.startsWith('*.') ? host.slice(2) : host;
  const message = `the host ${quoted(host)} must be a DNS name: small letters, digits, dashes and dots, or *. before it`;
  return SUBDOMAIN.test(name) ? [] : [{ path, message }];
}

/** Parts of a path that mean another path, which Exact and Prefix must not have. */
const ROUNDABOUT = /\/\/|\/\.\.?(?:\/|$)|%2f/i;

function pathProblems(http: unknown, at: ManifestPath): ShapeProblem[] {
  if (!isGiven(http)) {
    return [];
  }
  const paths = itemsOf(fieldsOf(http).paths).map(fieldsOf);
  if (paths.length === 0) {
    return [{ path: [...at, 'paths'], message: 'http.paths is empty' }];
  }
  return paths.flatMap(({ path, pathType, backend }, index): ShapeProblem[] => {
    const place: ManifestPath = [...at, 'paths', index];
    const isStrict = pathType === 'Exact' || pathType === 'Prefix';
    const text = typeof path === 'string' ? path : '';
    const isWrong = isStrict ? !text.startsWith('/') || ROUNDABOUT.test(text) : text !== '' && !text.startsWith('/');
    return [
      ...(isWrong
        ? [{ path: [...place, 'path'], message: `the path ${quoted(text)} must begin with / and go straight` }]
        : []),
      ...backendProblems(backend, [...place, 'backend']),
    ];
  });
}

function backendProblems(backend: unknown, path: ManifestPath): ShapeProblem[] {
  const { service, resource } = fieldsOf(backend);
  if (!isGiven(backend)) {
    return [];
  }
  if (isGiven(service) === isGiven(resource)) {
    return [{ path, message: 'a backend must have either a service or a resource' }];
  }
  if (!isGiven(service)) {
    return [];
  }
  const { name, port } = fieldsOf(service);
  const { number, name: portName } = fieldsOf(port);
  const problems: ShapeProblem[] = portNumberProblems(
    number === 0 ? undefined : number,
    [...path, 'service', 'port', 'number'],
    'the port of a backend',
  );
  if (typeof name === 'string' && !LABEL_1035.test(name)) {
    const message = `${quoted(name)} is no possible name of a Service`;
    problems.push({ path: [...path, 'service', 'name'], message });
  }
  if ((isGiven(number) && number !== 0) === (isGiven(portName) && portName !== '')) {
    const message = 'the port of a backend must have either a number or a name';
    problems.push({ path: [...path, 'service', 'port'], message });
  }
  return problems;
}
