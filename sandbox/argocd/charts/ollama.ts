import { type Fields, fieldsOf, listOf, numberOf, textOf } from '../../controllers/api/fields.ts';
import type { Chart, ChartContext } from '../helm/chart.ts';
import { at, chartLabels, claim, claimSpec, ingressFromValues, service, serviceAccount } from './build/objects.ts';
import { container, deployment, imageFrom } from './build/workloads.ts';

const APP_VERSIONS: Record<string, string> = {
  '1.35.0': '0.13.1',
  '1.30.0': '0.12.3',
  '1.26.0': '0.11.5',
  '1.24.0': '0.11.0',
  '0.67.0': '0.3.14',
};

/** The chart asks for the GPU itself when it is switched on; what the values say of it wins. */
function resourcesOf(values: Fields): Fields {
  const resources = fieldsOf(values.resources);
  const gpu = fieldsOf(at(values, 'ollama.gpu'));
  if (gpu.enabled !== true) {
    return resources;
  }
  const name = textOf(gpu.nvidiaResource, 'nvidia.com/gpu');
  return { ...resources, limits: { [name]: String(numberOf(gpu.number, 1)), ...fieldsOf(resources.limits) } };
}

function probe(value: unknown, port: number): Fields | undefined {
  const { enabled, path, initialDelaySeconds, periodSeconds } = fieldsOf(value);
  return enabled === false
    ? undefined
    : {
        httpGet: { path: textOf(path, '/'), port },
        initialDelaySeconds: numberOf(initialDelaySeconds, 30),
        periodSeconds: numberOf(periodSeconds, 5),
      };
}

function ollamaContainer({ values, version }: ChartContext, port: number): Fields {
  const liveness = probe(values.livenessProbe, port);
  const readiness = probe(values.readinessProbe, port);
  return {
    ...container({
      name: 'ollama',
      image: imageFrom(values.image, 'ollama/ollama', APP_VERSIONS[version] ?? '0.13.1'),
      ports: { http: port },
      resources: resourcesOf(values),
      env: [{ name: 'OLLAMA_HOST', value: `0.0.0.0:${port}` }, ...listOf(values.extraEnv)],
      mounts: [['ollama-data', '/root/.ollama']],
    }),
    ...(liveness === undefined ? {} : { livenessProbe: liveness }),
    ...(readiness === undefined ? {} : { readinessProbe: readiness }),
  };
}

/** helm.otwld.com */
export const ollama: Chart = {
  name: 'ollama',
  repoURL: 'https://helm.otwld.com',
  versions: Object.keys(APP_VERSIONS),
  defaults: { replicaCount: 1, service: { port: 11_434 }, persistentVolume: { enabled: false, size: '30Gi' } },
  render(context) {
    const { values, namespace, release } = context;
    const labels = chartLabels(context, 'ollama');
    const selector = { 'app.kubernetes.io/instance': release, 'app.kubernetes.io/name': 'ollama' };
    const port = numberOf(at(values, 'service.port'), 11_434);
    const hasVolume = at(values, 'persistentVolume.enabled') === true;
    const volume = hasVolume ? { persistentVolumeClaim: { claimName: release } } : { emptyDir: {} };
    return [
      serviceAccount({ name: release, namespace, labels }),
      ...(hasVolume ? [claim({ name: release, namespace, labels }, claimSpec(values.persistentVolume, '30Gi'))] : []),
      deployment({
        name: release,
        namespace,
        labels,
        selector,
        replicas: numberOf(values.replicaCount, 1),
        pod: {
          serviceAccountName: release,
          containers: [ollamaContainer(context, port)],
          volumes: [{ name: 'ollama-data', ...volume }],
          tolerations: listOf(values.tolerations),
          ...(textOf(values.runtimeClassName) === '' ? {} : { runtimeClassName: values.runtimeClassName }),
          ...(values.nodeSelector === undefined ? {} : { nodeSelector: values.nodeSelector }),
        },
      }),
      service({ name: release, namespace, labels }, selector, { http: port }),
      ...ingressFromValues(values.ingress, { name: release, namespace, labels }, release, port),
    ];
  },
};
