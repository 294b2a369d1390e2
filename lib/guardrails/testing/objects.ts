/** An object as JSON, which is YAML too. */
export const object = (apiVersion: string, kind: string, rest: object, name = 'web') =>
  JSON.stringify({ apiVersion, kind, metadata: { name, namespace: 'web' }, ...rest });

export const container = (more: object = {}) => ({ name: 'web', image: 'nginx:1.29', ...more });
export const pod = (more: object = {}, spec: object = {}) =>
  object('v1', 'Pod', { spec: { containers: [container(more)], ...spec } });
export const template = (spec: object = {}) => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [container()], ...spec },
});
export const controller = (kind: string, spec: object = {}, inPod: object = {}) =>
  object('apps/v1', kind, { spec: { selector: { matchLabels: { app: 'web' } }, template: template(inPod), ...spec } });
export const cronJob = (spec: object = {}, inPod: object = { restartPolicy: 'Never' }, name = 'web') =>
  object(
    'batch/v1',
    'CronJob',
    { spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: template(inPod) } }, ...spec } },
    name,
  );
export const service = (spec: object) => object('v1', 'Service', { spec });
const backend = { service: { name: 'web', port: { number: 80 } } };
export const path = (more: object = {}) => ({ path: '/', pathType: 'Prefix', backend, ...more });
export const ingress = (rule: object, spec: object = {}) =>
  object('networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ http: { paths: [path()] }, ...rule }], ...spec } });
export const claim = (spec: object) => object('v1', 'PersistentVolumeClaim', { spec });
export const tcp = { tcpSocket: { port: 80 } };
