import { describe, expect, it } from 'vitest';
import { findingLines, inputOf, runRule } from '../testing/input.ts';
import { container, controller, cronJob, object, pod, tcp } from '../testing/objects.ts';

const lines = (text: string) => findingLines(runRule('valid-manifests', inputOf({ 'apps/web/a.yaml': text })));

describe('what the API server takes of pods', () => {
  it.each([
    [
      'a pod with everything',
      pod(
        {
          ports: [
            { containerPort: 80, name: 'http' },
            { containerPort: 9090, name: 'http-metrics-9' },
            { containerPort: 53, protocol: 'UDP' },
          ],
          env: [
            { name: 'A', value: '' },
            { name: 'app.kubernetes.io/name', value: 'x' },
            { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          ],
          volumeMounts: [
            { name: 'data', mountPath: '/data', subPath: 'a/b..c' },
            { name: 'data', mountPath: '/other' },
          ],
          readinessProbe: { httpGet: { path: '/', port: 'http' }, successThreshold: 3 },
          livenessProbe: { grpc: { port: 9090 } },
          startupProbe: { exec: { command: ['true'] } },
          lifecycle: { preStop: { sleep: { seconds: 5 } } },
          resources: {
            requests: { cpu: 1, memory: '1Gi', 'ephemeral-storage': '1Gi' },
            limits: { memory: '1Gi', 'nvidia.com/gpu': 1, 'hugepages-2Mi': '4Mi' },
          },
        },
        {
          restartPolicy: 'OnFailure',
          initContainers: [
            { name: 'first', image: 'a:1', restartPolicy: 'Always', volumeMounts: [{ name: 'none', mountPath: '/n' }] },
          ],
          volumes: [
            { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
            { name: 'none' },
            { name: 'null', emptyDir: {}, configMap: null },
          ],
        },
      ),
    ],
    [
      'a StatefulSet that mounts what its own template claims',
      controller(
        'StatefulSet',
        {
          serviceName: 'web',
          volumeClaimTemplates: [
            {
              metadata: { name: 'data' },
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
            },
          ],
        },
        { containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] })] },
      ),
    ],
  ])('%s', (_, text) => {
    expect(lines(text)).toEqual([]);
  });
});

describe('what the API server refuses of pods, or what could never run', () => {
  it.each([
    ['no container', object('v1', 'Pod', { spec: { containers: [] } }), 'a pod must have a container'],
    [
      'a name of a container',
      pod({ name: 'Web_1' }),
      'the name of a container "Web_1" may hold at most 63 small letters',
    ],
    ['two containers of one name', pod({}, { initContainers: [container()] }), 'two containers are called web'],
    [
      'a port that is none',
      pod({ ports: [{ containerPort: 70_000 }] }),
      'container web: port 70000 is not between 1 and 65535',
    ],
    [
      'a long name of a port',
      pod({ ports: [{ containerPort: 80, name: 'this-is-too-long' }] }),
      'may hold at most 15 small letters',
    ],
    [
      'a name of a port without letters',
      pod({ ports: [{ containerPort: 80, name: '8080' }] }),
      'with one letter at least',
    ],
    [
      'two ports of one name',
      pod({
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'a' },
        ],
      }),
      'two ports are called a',
    ],
    ['a name of a variable', pod({ env: [{ name: 'A=B', value: 'x' }] }), '"A=B" is no possible name of a variable'],
    ['a variable without a name', pod({ env: [{ name: '', value: 'x' }] }), '"" is no possible name of a variable'],
    [
      'a variable of two origins',
      pod({ env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] }),
      '"A" has a value and another place',
    ],
    ['a variable from nowhere', pod({ env: [{ name: 'A', valueFrom: {} }] }), '"A" must come from exactly one place'],
    [
      'a volume that is not there',
      pod({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      'mounts "data", which the pod has no volume for',
    ],
    [
      'two volumes at one place',
      pod(
        {
          volumeMounts: [
            { name: 'a', mountPath: '/d' },
            { name: 'a', mountPath: '/d' },
          ],
        },
        { volumes: [{ name: 'a', emptyDir: {} }] },
      ),
      'two volumes are mounted at "/d"',
    ],
    [
      'a place outside of the volume',
      pod(
        { volumeMounts: [{ name: 'a', mountPath: '/d', subPath: 'a/../b' }] },
        { volumes: [{ name: 'a', emptyDir: {} }] },
      ),
      'the subPath "a/../b" must stay in its volume',
    ],
    ['two volumes of one name', pod({}, { volumes: [{ name: 'a' }, { name: 'a' }] }), 'two volumes are called a'],
    ['a name of a volume', pod({}, { volumes: [{ name: 'a.b' }] }), 'the name of a volume "a.b"'],
    [
      'a volume of two kinds',
      pod({}, { volumes: [{ name: 'a', emptyDir: {}, configMap: { name: 'x' } }] }),
      'a volume is of one kind: emptyDir or configMap',
    ],
    [
      'a probe of a port that has no name',
      pod({ livenessProbe: { tcpSocket: { port: 'http' } } }),
      'livenessProbe asks the port "http", and no port of the container is called so',
    ],
    [
      'a probe of two ways',
      pod({ livenessProbe: { ...tcp, exec: { command: ['true'] } } }),
      'livenessProbe must have exactly one of exec, httpGet, tcpSocket, grpc',
    ],
    ['a probe of no way', pod({ readinessProbe: { periodSeconds: 5 } }), 'readinessProbe must have exactly one of'],
    [
      'a probe of a port that is none',
      pod({ startupProbe: { tcpSocket: { port: 0 } } }),
      'the port of its startupProbe 0 is not between',
    ],
    [
      'a success that comes late',
      pod({ livenessProbe: { ...tcp, successThreshold: 2 } }),
      'successThreshold of a livenessProbe must be 1',
    ],
    ['a hook of no way', pod({ lifecycle: { preStop: {} } }), 'preStop must have exactly one of'],
    [
      'a device without its domain',
      pod({ resources: { limits: { gpu: 1 } } }),
      '"gpu" is nothing that a container can have',
    ],
    ['less than nothing', pod({ resources: { limits: { memory: '-1Mi' } } }), 'memory is less than nothing'],
    [
      'a Deployment that ends',
      controller('Deployment', {}, { restartPolicy: 'Never' }),
      'restartPolicy of a Deployment must be Always, not "Never"',
    ],
    [
      'a CronJob that never ends',
      cronJob({}, {}),
      'restartPolicy of a CronJob must be Never or OnFailure, and Always is what it is where nothing is said',
    ],
  ])('%s', (_, text, message) => {
    const found = lines(text).join('\n');
    expect(found).toContain(message);
    // One mistake, one finding.
    expect(found.split('\n')).toHaveLength(1);
  });
});
