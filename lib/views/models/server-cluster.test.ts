import { beforeEach, expect, it } from 'vitest';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import { partsOfTwo } from '#lib/testing/clusters/parts.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { gpuNode, gpuPod } from '#lib/testing/gpu-cluster.ts';
import { type EndpointServices, readEndpoints } from './endpoint-rows.ts';

const GIB = 1024 ** 3;
const node = (name: string, mib: string) =>
  gpuNode(name, 2, { 'nvidia.com/gpu.memory': mib, 'nvidia.com/gpu.count': '1' });
const pod = (prefix: string) => {
  const own = { namespace: `${prefix}ollama`, nodeName: `${prefix}gpu`, instance: 'ollama' };
  return gpuPod('ollama-0', { id: `${prefix}ollama/ollama-0`, ...own });
};

let nodes: ReturnType<typeof partsOfTwo<ClusterNode>>;
let pods: ReturnType<typeof partsOfTwo<Pod>>;

beforeEach(() => {
  nodes = partsOfTwo('nodes', [['gpu', node('gpu', '16384')]], [['edge~gpu', node('edge~gpu', '8192')]]);
  pods = partsOfTwo('pods', [['ollama/ollama-0', pod('')]], [['edge~ollama/ollama-0', pod('edge~')]]);
});

/** Where the server of an application runs that is deployed to a namespace. */
function cardOf(namespace: string) {
  const declared = {
    ...{ application: 'argocd/ollama', namespace, sha: 'abc', models: [], cleans: false },
    ...{ environment: {}, hosts: [], problems: [], cards: {} },
  } satisfies DeclaredServer;
  const entry = { id: 'lab', label: 'Lab', url: 'http://ollama.lan', application: 'ollama', vramBytes: null };
  const services = {
    models: [],
    modelServers: [{ ...entry, environment: {}, describe: () => Promise.resolve(null) }],
    declaredModels: testCollection([['argocd/ollama', declared]]),
    nodes: nodes.all,
    pods: pods.all,
    engine: { applications: testCollection() },
  } as unknown as EndpointServices;
  return readEndpoints(services)[0]?.card;
}

it('a server runs in the cluster that its application is deployed to, whatever else has its name', () => {
  expect(cardOf('ollama')).toMatchObject({ node: 'gpu', vramBytes: 16 * GIB, sharers: [] });
  expect(cardOf('edge~ollama')).toMatchObject({
    node: 'edge~gpu',
    vramBytes: 8 * GIB,
    whence: 'label nvidia.com/gpu.memory of node gpu in edge',
    sharers: [],
  });
});

it('is not looked for in a cluster that is not configured', () => {
  expect(cardOf('?~ollama')).toMatchObject({ node: null, whence: expect.stringContaining('is not configured') });
});

it('is not known while that cluster is not, and only then', () => {
  pods.edge.source = { ...pods.edge.source, state: 'forbidden' };
  expect(cardOf('edge~ollama')).toMatchObject({ node: null, whence: expect.stringContaining('not known now') });
  expect(cardOf('ollama')).toMatchObject({ node: 'gpu' });
});
