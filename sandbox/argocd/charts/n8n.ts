import { randomBytes } from 'node:crypto';
import { numberOf, textOf } from '../../controllers/api/fields.ts';
import type { Chart } from '../helm/chart.ts';
import {
  at,
  chartLabels,
  claim,
  claimSpec,
  configMap,
  ingressFromValues,
  object,
  service,
  serviceAccount,
} from './build/objects.ts';
import { container, deployment, imageFrom } from './build/workloads.ts';

/** 8gears.github.io/n8n-helm-chart; without a key of one's own it draws one each time it is rendered. */
export const n8n: Chart = {
  name: 'n8n',
  repoURL: 'https://8gears.github.io/n8n-helm-chart',
  versions: ['1.0.15', '1.0.13', '1.0.10', '1.0.5'],
  defaults: { main: { replicaCount: 1, config: { n8n: { port: 5678 } } } },
  render(context) {
    const { values, namespace, release } = context;
    const labels = chartLabels(context, 'n8n');
    const selector = {
      'app.kubernetes.io/instance': release,
      'app.kubernetes.io/name': 'n8n',
      'app.kubernetes.io/type': 'master',
    };
    const port = numberOf(at(values, 'main.config.n8n.port'), 5678);
    const hasVolume = at(values, 'main.persistence.enabled') === true;
    const volume = hasVolume ? { persistentVolumeClaim: { claimName: `${release}-main` } } : { emptyDir: {} };
    const key = { N8N_ENCRYPTION_KEY: Buffer.from(randomBytes(18).toString('hex')).toString('base64') };
    const encryption = { secretKeyRef: { name: `${release}-app-secret`, key: 'N8N_ENCRYPTION_KEY' } };
    return [
      serviceAccount({ name: release, namespace, labels }),
      object('v1', 'Secret', { name: `${release}-app-secret`, namespace, labels }, { type: 'Opaque', data: key }),
      configMap(
        { name: `${release}-app-config`, namespace, labels },
        {
          GENERIC_TIMEZONE: textOf(at(values, 'main.config.generic.timezone'), 'UTC'),
          WEBHOOK_URL: textOf(at(values, 'main.config.webhook_url')),
        },
      ),
      ...(hasVolume
        ? [claim({ name: `${release}-main`, namespace, labels }, claimSpec(at(values, 'main.persistence'), '1Gi'))]
        : []),
      deployment({
        name: release,
        namespace,
        labels,
        selector,
        replicas: numberOf(at(values, 'main.replicaCount'), 1),
        extra: { strategy: { type: 'Recreate' } },
        pod: {
          serviceAccountName: release,
          securityContext: { fsGroup: 1000, runAsUser: 1000, runAsNonRoot: true },
          containers: [
            {
              ...container({
                name: 'n8n',
                image: imageFrom(values.image, 'n8nio/n8n', '1.70.3'),
                ports: { http: port },
                ready: ['/healthz', port, 5],
                resources: at(values, 'main.resources'),
                env: [{ name: 'N8N_ENCRYPTION_KEY', valueFrom: encryption }],
                mounts: [['data', '/home/node/.n8n']],
              }),
              envFrom: [{ configMapRef: { name: `${release}-app-config` } }],
            },
          ],
          volumes: [{ name: 'data', ...volume }],
        },
      }),
      service({ name: release, namespace, labels }, selector, { http: port }),
      ...ingressFromValues(values.ingress, { name: release, namespace, labels }, release, port),
    ];
  },
};
