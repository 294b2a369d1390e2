import { textOf, textsOf } from '../../../controllers/api/fields.ts';
import type { KubeObject } from '../../../kubernetes/object.ts';
import { at, object } from '../build/objects.ts';
import { gitlabLabels } from './components.ts';
import type { GitlabContext } from './gitlab-context.ts';

/** The host names under which GitLab, its registry and its object store are reached. */
export function gitlabIngresses(context: GitlabContext): KubeObject[] {
  const { values, namespace, release } = context;
  const domain = textOf(at(values, 'global.hosts.domain'));
  const rows: [app: string, name: string, host: string, service: string, port: number][] = [
    ['webservice', `${release}-webservice-default`, 'gitlab', `${release}-webservice-default`, 8181],
    ['registry', `${release}-registry`, 'registry', `${release}-registry`, 5000],
    ['minio', `${release}-minio`, 'minio', `${release}-minio-svc`, 9000],
  ];
  return rows.map(([app, name, prefix, serviceName, number]) => {
    const host = `${prefix}.${domain}`;
    const backend = { service: { name: serviceName, port: { number } } };
    const annotations = textsOf(at(values, 'global.ingress.annotations'));
    return object(
      'networking.k8s.io/v1',
      'Ingress',
      { name, namespace, labels: gitlabLabels(context, app), annotations },
      {
        spec: {
          ingressClassName: textOf(at(values, 'global.ingress.class'), 'nginx'),
          rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
          tls: [{ hosts: [host], secretName: `${release}-${app === 'webservice' ? 'gitlab' : app}-tls` }],
        },
      },
    );
  });
}
