import { type Fields, fieldAt, fieldsOf, listOf, textOf, textsOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import type { ChartContext } from '../../helm/chart.ts';

/** The labels Helm charts put on everything. */
export function chartLabels(context: ChartContext, chart: string, name: string = chart): Record<string, string> {
  return {
    'app.kubernetes.io/instance': context.release,
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/name': name,
    'helm.sh/chart': `${chart}-${context.version}`,
  };
}

export type Named = {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

function metadataOf({ name, namespace, labels, annotations }: Named): KubeObject['metadata'] {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

export function object(apiVersion: string, kind: string, named: Named, body: Fields = {}): KubeObject {
  return { apiVersion, kind, metadata: metadataOf(named), ...body };
}

export function serviceAccount(named: Named): KubeObject {
  return object('v1', 'ServiceAccount', named);
}

export function configMap(named: Named, data: Record<string, string>): KubeObject {
  return object('v1', 'ConfigMap', named, { data });
}

export function service(named: Named, selector: Record<string, string>, ports: Record<string, number>): KubeObject {
  const rows = Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: port }));
  return object('v1', 'Service', named, { spec: { type: 'ClusterIP', selector, ports: rows } });
}

/** A claim as charts describe it in values: `{ size, storageClass, accessModes }`. */
export function claimSpec(value: unknown, fallbackSize: string, storageClass = ''): Fields {
  const persistence = fieldsOf(value);
  const className = textOf(persistence.storageClass) || storageClass;
  const modes = listOf(persistence.accessModes);
  return {
    accessModes: modes.length > 0 ? modes : ['ReadWriteOnce'],
    ...(className === '' ? {} : { storageClassName: className }),
    resources: { requests: { storage: textOf(persistence.size, fallbackSize) } },
  };
}

export function claim(named: Named, spec: Fields): KubeObject {
  return object('v1', 'PersistentVolumeClaim', named, { spec });
}

/** An Ingress from the usual block of values: `{ enabled, className, annotations, hosts, tls }`. */
export function ingressFromValues(value: unknown, named: Named, serviceName: string, port: number): KubeObject[] {
  const settings = fieldsOf(value);
  if (settings.enabled !== true) {
    return [];
  }
  const backend = { service: { name: serviceName, port: { number: port } } };
  const rules = listOf(settings.hosts).map((host) => ({
    host: textOf(fieldsOf(host).host),
    http: {
      paths: listOf(fieldsOf(host).paths).map((entry) => ({
        path: typeof entry === 'string' ? entry : textOf(fieldsOf(entry).path, '/'),
        pathType: typeof entry === 'string' ? 'Prefix' : textOf(fieldsOf(entry).pathType, 'Prefix'),
        backend,
      })),
    },
  }));
  const tls = listOf(settings.tls);
  return [
    object(
      'networking.k8s.io/v1',
      'Ingress',
      { ...named, annotations: textsOf(settings.annotations) },
      {
        spec: {
          ...(textOf(settings.className) === '' ? {} : { ingressClassName: textOf(settings.className) }),
          rules,
          ...(tls.length > 0 ? { tls } : {}),
        },
      },
    ),
  ];
}

/** Reads values by a path with dots: `at(values, 'api.resources')`. */
export function at(values: Fields, path: string): unknown {
  return fieldAt(values, ...path.split('.'));
}
