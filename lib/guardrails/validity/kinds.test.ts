import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from '../testing/input.ts';
import { claim, controller, cronJob, ingress, object, path, service, template } from '../testing/objects.ts';

const lines = (text: string) => findingLines(runRule('valid-manifests', inputOf({ 'apps/web/a.yaml': text })));

describe('what the API server takes of other objects', () => {
  it.each([
    [
      'a Deployment that is made anew',
      controller('Deployment', { replicas: 0, strategy: { type: 'Recreate', rollingUpdate: null } }),
    ],
    ['a Job', object('batch/v1', 'Job', { spec: { template: template({ restartPolicy: 'OnFailure' }) } })],
    ['a CronJob', cronJob({ timeZone: 'Europe/Berlin' })],
    ['a CronJob by a word', cronJob({ schedule: '@every 1h30m' })],
    ['a CronJob on weekdays', cronJob({ schedule: '*/15 9-17 * * mon-fri' })],
    ['a headless Service', service({ clusterIP: 'None', selector: { app: 'web' } })],
    ['a Service that is a name', service({ type: 'ExternalName', externalName: 'db.example.com.' })],
    [
      'a Service of two protocols',
      service({
        type: 'LoadBalancer',
        ports: [
          { name: 'dns', port: 53, protocol: 'UDP', nodePort: 30053 },
          { name: 'dns-tcp', port: 53, targetPort: 'dns' },
        ],
      }),
    ],
    [
      'an Ingress for every name',
      ingress({ host: '*.example.com' }, { tls: [{ hosts: ['*.example.com', 'a.b'], secretName: 'tls' }] }),
    ],
    [
      'an Ingress without a name',
      ingress({ http: { paths: [path({ path: '', pathType: 'ImplementationSpecific' })] } }),
    ],
    [
      'an Ingress with a default',
      object('networking.k8s.io/v1', 'Ingress', {
        spec: { defaultBackend: { service: { name: 'web', port: { name: 'http' } } } },
      }),
    ],
    ['settings', object('v1', 'ConfigMap', { data: { 'a.b_c-D': 'x', '.hidden': 'y' }, binaryData: { b: 'AA==' } })],
    [
      'settings called as what every object has',
      object('v1', 'ConfigMap', { data: { constructor: 'x', toString: 'y' } }),
    ],
    ['a time with a fraction', cronJob({ schedule: '@every .5h' })],
    [
      'a port by its name alone',
      ingress({
        http: { paths: [path({ backend: { service: { name: 'web', port: { name: 'http', number: null } } } })] },
      }),
    ],
    ['a certificate of an address', ingress({}, { tls: [{ hosts: ['10.0.0.1'] }] })],
    ['a claim', claim({ accessModes: ['ReadWriteMany'], resources: { requests: { storage: '5Gi' } } })],
    [
      'an autoscaler',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 1 },
      }),
    ],
  ])('%s', (_, text) => {
    expect(lines(text)).toEqual([]);
  });
});

describe('beside a kustomization', () => {
  const kustomization =
    'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [{ path: a.yaml }]\n';
  it.each([
    ['a Service', service({ type: 'LoadBalancer' }), []],
    ['an Ingress', object('networking.k8s.io/v1', 'Ingress', { spec: { ingressClassName: 'nginx' } }), []],
    ['a claim', claim({ storageClassName: 'fast' }), []],
    ['a CronJob', cronJob({}, {}), []],
    ['a Deployment', object('apps/v1', 'Deployment', { spec: { replicas: 3 } }), ['warn', 'warn']],
  ])('%s may be a patch', (_, text, severities) => {
    const files = { 'apps/web/kustomization.yaml': kustomization, 'apps/web/overlay/a.yaml': text };
    const { findings } = runRule('valid-manifests', inputOf(files));
    expect(findings.map(({ severity }) => severity)).toEqual(severities);
  });
});

describe('what the API server refuses of other objects, or what could never run', () => {
  it.each([
    ['fewer than no copies', controller('Deployment', { replicas: -1 }), 'spec.replicas is less than nothing'],
    [
      'two ways to update',
      controller('Deployment', { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
      'spec.strategy.rollingUpdate must go',
    ],
    ['words for a time', cronJob({ schedule: 'every night' }), 'spec.schedule "every night" must be five fields'],
    ['a Sunday that is 7', cronJob({ schedule: '0 3 * * 7' }), 'Sunday is 0'],
    ['six fields', cronJob({ schedule: '0 0 3 * * *' }), 'must be five fields'],
    [
      'a time zone in the schedule',
      cronJob({ schedule: 'TZ=Europe/Berlin 0 3 * * *' }),
      'it belongs into spec.timeZone',
    ],
    ['no time zone', cronJob({ timeZone: 'Berlin' }), 'spec.timeZone "Berlin" is no time zone'],
    ['the time zone of a node', cronJob({ timeZone: 'Local' }), 'spec.timeZone "Local" is no time zone'],
    ['a long name of a CronJob', cronJob({}, undefined, 'a'.repeat(53)), "has 53 characters; a CronJob's may have 52"],
    ['no port', service({ selector: { app: 'web' } }), 'a Service must have a port'],
    ['a port of a Service', service({ ports: [{ port: 80_000 }] }), 'port 80000 is not between'],
    [
      'a target that is no name',
      service({ ports: [{ port: 80, targetPort: 'My Port' }] }),
      'targetPort "My Port" may hold at most 15',
    ],
    ['a port without a name', service({ ports: [{ port: 80, name: 'a' }, { port: 81 }] }), 'each must have a name'],
    [
      'a port twice',
      service({
        ports: [
          { port: 80, name: 'a' },
          { port: 80, name: 'b' },
        ],
      }),
      'the port 80/TCP is there twice',
    ],
    ['a port of the node', service({ ports: [{ port: 80, nodePort: 30_000 }] }), 'nodePort needs type: NodePort'],
    ['a name that leads nowhere', service({ type: 'ExternalName' }), 'spec.externalName must be a DNS name'],
    [
      'no rule',
      object('networking.k8s.io/v1', 'Ingress', { spec: {} }),
      'an Ingress must have rules or a defaultBackend',
    ],
    ['an address for a name', ingress({ host: '10.0.0.1' }), 'the host "10.0.0.1" must be a DNS name, not an address'],
    ['a link for a name', ingress({ host: 'https://a.example.com' }), 'without https:// and without a port'],
    ['a name and a port', ingress({ host: 'a.example.com:8080' }), 'without https:// and without a port'],
    ['a name with a space', ingress({ host: 'My Shop' }), 'the host "My Shop" must be a DNS name'],
    ['a name of a certificate', ingress({}, { tls: [{ hosts: ['a_b'] }] }), 'the host "a_b" must be a DNS name'],
    [
      'a path that does not begin',
      ingress({ http: { paths: [path({ path: 'shop' })] } }),
      'the path "shop" must begin with /',
    ],
    [
      'a path that goes round',
      ingress({ http: { paths: [path({ path: '/a/../b' })] } }),
      'the path "/a/../b" must begin with / and go straight',
    ],
    ['no path', ingress({ http: { paths: [] } }), 'http.paths is empty'],
    [
      'a backend without a port',
      ingress({ http: { paths: [path({ backend: { service: { name: 'web', port: {} } } })] } }),
      'either a number or a name',
    ],
    [
      'a backend without anything',
      ingress({ http: { paths: [path({ backend: {} })] } }),
      'either a service or a resource',
    ],
    [
      'a backend of no name',
      ingress({ http: { paths: [path({ backend: { service: { name: '1web', port: { number: 80 } } } })] } }),
      '"1web" is no possible name of a Service',
    ],
    [
      'a key of settings',
      object('v1', 'ConfigMap', { data: { 'conf/app.yaml': 'x' } }),
      'the key "conf/app.yaml" may hold letters',
    ],
    [
      'a key in two places',
      object('v1', 'ConfigMap', { data: { a: 'x' }, binaryData: { a: 'AA==' } }),
      'the key "a" is in binaryData as well',
    ],
    [
      'a claim of no way',
      claim({ resources: { requests: { storage: '5Gi' } } }),
      'spec.accessModes must name one way at least',
    ],
    [
      'a claim of nothing',
      claim({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: 0 } } }),
      'spec.resources.requests.storage must say how much',
    ],
    [
      'an autoscaler to less than the least',
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, minReplicas: 3, maxReplicas: 2 },
      }),
      'spec.maxReplicas is 2, less than the least, which is 3',
    ],
    [
      'a budget of two kinds',
      object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 1, maxUnavailable: 1 } }),
      'exclude each other',
    ],
  ])('%s', (_, text, message) => {
    const found = lines(text).join('\n');
    expect(found).toContain(message);
    // One mistake, one finding.
    expect(found.split('\n')).toHaveLength(1);
  });
});
