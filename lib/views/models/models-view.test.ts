import { beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '#lib/domain/application/application.ts';
import type { DeclaredServer } from '#lib/domain/model/declared.ts';
import type { InstalledModel, ModelServerState } from '#lib/domain/model/model.ts';
import type { ClusterNode } from '#lib/domain/node/node.ts';
import type { Pod } from '#lib/domain/workload/workload.ts';
import type { ModelServerSnapshot } from '#lib/portal/context.ts';
import type { ModelServerEntry } from '#lib/portal/model-server-entry.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { gpuNode } from '#lib/testing/gpu-cluster.ts';
import { answerFit } from './answer-fit.ts';
import { concernsEndpoints, type EndpointServices, readEndpoints } from './endpoint-rows.ts';
import type { FitFacts } from './fit.ts';
import { readInstalled } from './installed-row.ts';
import { NO_QUESTION } from './models-params.ts';

const GIB = 1024 ** 3;
const NOON = Date.UTC(2026, 10, 21, 12);
const installed = (name: string, more: Partial<InstalledModel> = {}): InstalledModel => ({
  name,
  digest: 'a'.repeat(64),
  family: 'llama',
  parameterSize: '8B',
  quantization: 'Q4_K_M',
  sizeBytes: 5 * GIB,
  modifiedAt: null,
  ...more,
});
const loaded = (name: string, gib: number, expiresAt: number | null) => ({
  ...installed(name, { sizeBytes: gib * GIB }),
  vramBytes: gib * GIB,
  contextLength: 4096,
  expiresAt,
});
const entry = (id: string, more: Partial<ModelServerEntry> = {}): ModelServerEntry => ({
  id,
  label: id.toUpperCase(),
  url: 'http://10.0.0.1:11434',
  application: null,
  vramBytes: null,
  environment: {},
  describe: () => Promise.resolve(null),
  ...more,
});
const DECLARED: DeclaredServer = {
  application: 'argocd/ollama',
  namespace: 'ollama',
  sha: 'abc',
  models: [
    { name: 'llama3.1:8b', how: 'pull', place: { path: 'apps/ollama/values.yaml', line: 7 } },
    { name: 'phi3', how: 'pull', place: { path: 'application ollama', line: 2 } },
  ],
  cleans: false,
  environment: { OLLAMA_NUM_PARALLEL: '2', OLLAMA_MAX_LOADED_MODELS: '2' },
  hosts: [],
  problems: [],
  cards: {},
};
const none = { cpuMillis: 0, memoryBytes: 0, extended: {} };
const pod = (id: string, instance: string, slices: number) =>
  ({
    id,
    namespace: id.split('/')[0],
    instance,
    phase: 'Running',
    nodeName: 'akula',
    requests: { ...none, extended: slices === 0 ? {} : { 'nvidia.com/gpu': slices } },
  }) as unknown as Pod;

describe('the models page', () => {
  let services: EndpointServices & { models: ReturnType<typeof server>[] };
  const server = (id: string, state: ModelServerState | null) => {
    const collection = testCollection<ModelServerSnapshot>(
      state === null ? [] : [[id, { id, label: id.toUpperCase(), state }]],
    );
    collection.source = {
      id: `models/${id}`,
      label: id,
      state: state === null ? 'unreachable' : 'live',
      asOf: null,
      since: NOON,
    };
    return collection;
  };
  beforeEach(() => {
    const state: ModelServerState = {
      version: '0.13.1',
      loaded: [loaded('llama3.1:8b', 6, NOON + 7 * 60_000 + 60_000), loaded('mistral:latest', 8, null)],
      loading: ['phi3:latest'],
      installed: [installed('llama3.1:8b'), installed('mistral:latest')],
      clockSkewMs: 7 * 60_000,
    };
    services = {
      models: [server('lab', state), server('metal', null)],
      modelServers: [entry('lab', { application: 'ollama' }), entry('metal', { vramBytes: 24 * GIB })],
      declaredModels: testCollection([['argocd/ollama', DECLARED]]),
      nodes: testCollection<ClusterNode>([
        ['akula', gpuNode('akula', 4, { 'nvidia.com/gpu.memory': '16384', 'nvidia.com/gpu.count': '1' })],
      ]),
      pods: testCollection<Pod>([
        ['ollama/ollama-0', pod('ollama/ollama-0', 'ollama', 1)],
        ['dify/worker', pod('dify/worker', 'dify', 2)],
        ['web/web', pod('web/web', 'web', 0)],
      ]),
      forges: [
        { host: { id: 'gitlab', fileUrl: (_: string, sha: string, path: string) => `https://git/${sha}/${path}` } },
      ] as unknown as EndpointServices['forges'],
      repository: { ref: { forgeId: 'gitlab', path: 'p/r' }, branch: 'main' },
      engine: { applications: testCollection<Application>() } as unknown as EndpointServices['engine'],
    };
  });

  it('a server in the cluster: what it holds, by the clock of the portal, and on which card beside whom', () => {
    const [lab] = readEndpoints(services);
    expect(lab).toMatchObject({
      held: { version: '0.13.1', installed: 2, loading: ['phi3:latest'] },
      card: { node: 'akula', vramBytes: 16 * GIB, sharers: [{ id: 'dify/worker', slices: 2 }] },
      settings: { numParallel: 2, maxLoadedModels: 2 },
    });
    expect(lab?.held?.loaded.map(({ unloadsAt, processor }) => [unloadsAt, processor])).toEqual([
      [NOON + 60_000, '100% GPU'],
      [null, '100% GPU'],
    ]);
  });

  it('drift with its lines on the forge; what stands in the application has none', () => {
    const [lab] = readEndpoints(services);
    expect(lab?.drift?.rows.map(({ kind, model, href }) => [kind, model, href])).toEqual([
      ['missing', 'phi3', null],
      ['extra', 'mistral:latest', null],
    ]);
    expect(lab?.declared?.files).toEqual([
      { path: 'apps/ollama/values.yaml', href: 'https://git/abc/apps/ollama/values.yaml' },
    ]);
    services.models[0] = server('lab', { version: '1', loaded: [], installed: [installed('phi3:latest')] });
    expect(readEndpoints(services)[0]?.drift?.rows[0]).toMatchObject({
      model: 'llama3.1:8b',
      href: 'https://git/abc/apps/ollama/values.yaml#L7',
    });
  });

  it('Modelfiles with what each is made from, its settings and its line', () => {
    const modelfile = { from: 'mistral', parameters: { num_ctx: ['4096'] }, system: 'Be kind.' };
    const place = { path: 'apps/ollama/coder.Modelfile', line: 1 };
    const models = [...DECLARED.models, { name: 'coder', how: 'modelfile' as const, place, modelfile }];
    services.declaredModels = testCollection([['argocd/ollama', { ...DECLARED, models }]]);
    expect(readEndpoints(services)[0]?.declared?.modelfiles).toEqual([
      { ...modelfile, name: 'coder', place, href: 'https://git/abc/apps/ollama/coder.Modelfile#L1' },
    ]);
  });

  it('a server that never answered is unknown, never empty and never in line with git', () => {
    const metal = readEndpoints(services)[1];
    expect(metal).toMatchObject({ held: null, drift: null, declared: null, card: { vramBytes: 24 * GIB } });
  });

  it('where git could not be read it says so, and since when', () => {
    services.declaredModels = Object.assign(testCollection<DeclaredServer>(), {
      source: { id: 'd', label: 'd', state: 'unreachable' as const, asOf: null, since: NOON, reason: 'GitLab is away' },
    });
    expect(readEndpoints(services)[0]).toMatchObject({
      declared: null,
      drift: null,
      declaredState: { state: 'unreachable', since: NOON, reason: 'GitLab is away' },
    });
  });

  it('without nodes and pods the card is unknown, and says why', () => {
    services.nodes = Object.assign(testCollection<ClusterNode>(), {
      source: { id: 'n', label: 'n', state: 'forbidden' as const, asOf: null, since: NOON },
    });
    expect(readEndpoints(services)[0]?.card).toMatchObject({
      vramBytes: null,
      whence: expect.stringContaining('not known now'),
    });
  });

  it('of ten thousand models too many, as many are told as a page shows', () => {
    const many = Array.from({ length: 10_000 }, (_, at) => installed(`m${at}:1b`));
    services.models[0] = server('lab', { version: '1', loaded: [], installed: many });
    const [lab] = readEndpoints(services);
    expect(lab?.drift?.total).toBe(10_002);
    expect(lab?.drift?.rows).toHaveLength(50);
    expect(lab?.drift?.rows.slice(0, 2).map(({ kind }) => kind)).toEqual(['missing', 'missing']);
  });

  it('most pods concern nobody here', () => {
    const change = (upserted: string[], removed: string[] = []) => ({
      upserted: new Set(upserted),
      removed: new Set(removed),
    });
    expect(concernsEndpoints(services, change(['web/web']))).toBe(false);
    expect(concernsEndpoints(services, change(['dify/worker']))).toBe(true);
    expect(concernsEndpoints(services, change(['ollama/ollama-0']))).toBe(true);
    expect(concernsEndpoints(services, change(['lab']))).toBe(true);
    expect(concernsEndpoints(services, change([], ['web/web']))).toBe(true);
    expect(concernsEndpoints(services, change([]))).toBe(true);
  });

  it('rows of all servers that are known', () => {
    expect(readInstalled(services).map(({ id, isLoaded }) => [id, isLoaded])).toEqual([
      ['lab/llama3.1:8b', true],
      ['lab/mistral:latest', true],
    ]);
  });

  describe('the question', () => {
    const facts: FitFacts = {
      server: 'lab',
      name: 'phi3:latest',
      isInstalled: true,
      isRemote: false,
      sizeBytes: 5 * GIB,
      card: null,
      problem: '',
    };
    const ask = (more: Partial<FitFacts> = {}, question = NO_QUESTION) => {
      const endpoint = readEndpoints(services).find(({ id }) => id === (more.server ?? 'lab'));
      if (endpoint === undefined) {
        throw new Error('no such server');
      }
      return answerFit({ ...facts, ...more }, question, endpoint);
    };

    it('stands on what the server holds now, on its settings and on its card', () => {
      expect(ask()).toMatchObject({ verdict: 'evicts', evicted: ['llama3.1:8b'] });
      expect(ask().doubts.join(' ')).toMatch(/1 other pod on its node holds slices.*phi3:latest is being loaded/);
    });

    it('of a size that was typed', () => {
      expect(ask({ name: '', sizeBytes: null }, { ...NO_QUESTION, size: '1 GiB' }).needBytes).toBe(GIB);
      expect(ask({ sizeBytes: null }).verdict).toBe('unknown');
    });

    it('what could not be asked is told', () => {
      expect(ask({ problem: 'It was away.' }).doubts).toContain('It was away.');
    });

    it('a server that has not answered is no empty one', () => {
      const answer = ask({ server: 'metal', name: '', sizeBytes: GIB });
      expect(answer.verdict).toBe('unknown');
      expect(answer.doubts[0]).toContain('not known');
    });
  });
});
