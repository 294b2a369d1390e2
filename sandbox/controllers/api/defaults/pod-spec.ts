import { type Fields, fieldsOf, isFields, listOf, textOf } from '../fields.ts';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** An image without a tag, or with the tag latest, is looked up each time: pkg/apis/core/v1/defaults.go. */
function defaultPullPolicy(image: string): string {
  const last = image.slice(image.lastIndexOf('/') + 1);
  const tag = last.includes('@') ? 'digest' : (last.split(':')[1] ?? 'latest');
  return tag === 'latest' ? 'Always' : 'IfNotPresent';
}

function defaultProbe(probe: Fields): Fields {
  return {
    periodSeconds: 10,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
    ...probe,
    ...(isFields(probe.httpGet) ? { httpGet: { path: '/', scheme: 'HTTP', ...probe.httpGet } } : {}),
  };
}

function defaultContainer(value: unknown): Fields {
  const container = fieldsOf(value);
  const { requests, limits, ...claims } = fieldsOf(container.resources);
  const resources: Fields = { ...claims };
  if (isFields(limits)) {
    resources.limits = limits;
  }
  if (isFields(requests) || isFields(limits)) {
    resources.requests = { ...fieldsOf(limits), ...fieldsOf(requests) };
  }
  const result: Fields = {
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    imagePullPolicy: defaultPullPolicy(textOf(container.image)),
    ...container,
    resources,
  };
  if (Array.isArray(container.ports)) {
    result.ports = container.ports.map((port) => ({ protocol: 'TCP', ...fieldsOf(port) }));
  }
  for (const probe of PROBES) {
    if (isFields(container[probe])) {
      result[probe] = defaultProbe(container[probe]);
    }
  }
  return result;
}

/** What the API server fills in for every pod: pkg/apis/core/v1/defaults.go. */
export function defaultPodSpec(value: unknown): Fields {
  const spec = fieldsOf(value);
  const result: Fields = {
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    schedulerName: 'default-scheduler',
    securityContext: {},
    ...spec,
    containers: listOf(spec.containers).map(defaultContainer),
  };
  if (Array.isArray(spec.initContainers)) {
    result.initContainers = spec.initContainers.map(defaultContainer);
  }
  if (typeof spec.serviceAccountName === 'string') {
    result.serviceAccount = spec.serviceAccountName;
  }
  return result;
}

export function defaultPodTemplate(value: unknown): Fields {
  const template = fieldsOf(value);
  return { ...template, spec: defaultPodSpec(template.spec) };
}
