import { textOf } from '../../controllers/api/fields.ts';
import type { Chart } from '../helm/chart.ts';
import { definitions } from './build/definitions.ts';
import { chartLabels, service, serviceAccount } from './build/objects.ts';
import { clusterRights } from './build/roles.ts';
import { container, deployment, RESTRICTED_CONTAINER, RESTRICTED_POD } from './build/workloads.ts';

/** bitnami-labs.github.io/sealed-secrets */
export const sealedSecrets: Chart = {
  name: 'sealed-secrets',
  repoURL: 'https://bitnami-labs.github.io/sealed-secrets',
  versions: ['2.17.9', '2.17.3', '2.16.2', '2.16.1', '2.15.4'],
  defaults: { resources: {} },
  render(context) {
    const { values, namespace } = context;
    const name = textOf(values.fullnameOverride) || context.release;
    const labels = chartLabels(context, 'sealed-secrets');
    const selector = { 'app.kubernetes.io/instance': context.release, 'app.kubernetes.io/name': 'sealed-secrets' };
    return [
      ...definitions('bitnami.com', [['SealedSecret', 'sealedsecrets', 'Namespaced', 'v1alpha1']]),
      serviceAccount({ name, namespace, labels }),
      ...clusterRights(name, namespace, labels, [
        {
          apiGroups: ['bitnami.com'],
          resources: ['sealedsecrets', 'sealedsecrets/status'],
          verbs: ['get', 'list', 'watch', 'update'],
        },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'update', 'delete', 'watch'] },
      ]),
      deployment({
        name,
        namespace,
        labels,
        selector,
        pod: {
          serviceAccountName: name,
          securityContext: { ...RESTRICTED_POD, fsGroup: 65_534 },
          containers: [
            container({
              name: 'controller',
              image: 'docker.io/bitnami/sealed-secrets-controller:0.27.3',
              ports: { http: 8080, metrics: 8081 },
              ready: ['/healthz', 8080],
              resources: values.resources,
              securityContext: { ...RESTRICTED_CONTAINER, runAsUser: 1001 },
            }),
          ],
        },
      }),
      service({ name, namespace, labels }, selector, { http: 8080 }),
      service({ name: `${name}-metrics`, namespace, labels }, selector, { metrics: 8081 }),
    ];
  },
};
