import { describe, expect, it } from 'vitest';
import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { application as testApplication } from '#lib/testing/application.ts';
import { testCollection } from '#lib/testing/collection.ts';
import { createFakeClock } from '#lib/testing/fake-clock.ts';
import { createPretendForge, PRETEND_PATH } from '#lib/testing/forge/pretend-forge.ts';
import { readDeclaredServers } from './declared-models.ts';
import { createRepositorySnapshots } from './repository-snapshots.ts';

const GIT = 'https://git.lan/platform/gitops-platform.git';
const helm = (valueFiles: string[], inline: string | null = '', parameters: string[] = []) => ({
  valueFiles,
  inline,
  parameters,
});
const chart = (values: ApplicationSource['helm']): ApplicationSource => ({
  repoUrl: 'https://helm.otwld.com',
  chart: 'ollama',
  targetRevision: '1.24.0',
  ...(values === undefined ? {} : { helm: values }),
});
const ref = (more: Partial<ApplicationSource> = {}): ApplicationSource => ({
  repoUrl: GIT,
  targetRevision: 'main',
  ref: 'values',
  ...more,
});

async function read(files: Record<string, string>, sources: ApplicationSource[]) {
  const clock = createFakeClock();
  const forge = createPretendForge(files);
  const application = testApplication({ name: 'ollama', sources });
  const services = {
    engine: {
      id: 'argocd',
      name: 'Argo CD',
      applications: testCollection<Application>([[application.id, application]]),
      root: '',
      linkTo: () => null,
      objectLink: () => null,
      reads: (each: Application) => each.sources.some(({ repoUrl }) => repoUrl === GIT),
    },
    repository: { ref: { forgeId: 'gitlab', path: PRETEND_PATH }, branch: 'main' },
    snapshots: createRepositorySnapshots(forge.as({ accessToken: 'token-portal' }), PRETEND_PATH, 'main', clock),
  };
  return await readDeclaredServers(services);
}

const VALUES = 'ollama:\n  models:\n    pull:\n      - mistral\n';

describe('what git declares of models', () => {
  it('the values file that a source names by another source', async () => {
    const [server] = await read({ 'apps/ollama/values.yaml': VALUES }, [
      chart(helm(['$values/apps/ollama/values.yaml'])),
      ref(),
    ]);
    expect(server).toMatchObject({
      models: [{ name: 'mistral', how: 'pull', place: { path: 'apps/ollama/values.yaml', line: 4 } }],
      problems: [],
    });
    expect(server?.sha).toMatch(/\S/);
  });

  it('what stands in the application wins, and is told as that', async () => {
    const inline = 'ollama: { models: { pull: [phi3] } }';
    const [server] = await read({ 'v.yaml': VALUES }, [
      chart(helm(['$values/v.yaml'], inline)),
      ref({ targetRevision: 'HEAD' }),
    ]);
    expect(server?.models).toEqual([{ name: 'phi3', how: 'pull', place: { path: 'application ollama', line: 1 } }]);
    expect(server?.problems).toEqual([]);
  });

  it('Modelfiles beside the values and below them, and no others', async () => {
    const files = {
      'apps/ollama/values.yaml': VALUES,
      'apps/ollama/modelfiles/coder.Modelfile': 'FROM mistral\nPARAMETER num_ctx 4096\n',
      'apps/ollama/devops/Modelfile': 'FROM phi3\n',
      'apps/other/Modelfile': 'FROM a\n',
    };
    const [server] = await read(files, [chart(helm(['$values/apps/ollama/values.yaml'])), ref()]);
    const found = server?.models
      .filter(({ how }) => how === 'modelfile')
      .map(({ name, modelfile }) => [name, modelfile?.from]);
    expect(found?.toSorted()).toEqual([
      ['coder', 'mistral'],
      ['devops', 'phi3'],
    ]);
  });

  it.each<[string, ApplicationSource[], string]>([
    ['a file that is not there', [chart(helm(['$values/none.yaml'])), ref()], 'none.yaml is not in the repository'],
    [
      'a path that leaves the repository',
      [chart(helm(['$values/../../etc/passwd'])), ref()],
      '../../etc/passwd is not in the repository',
    ],
    ['a file of the chart', [chart(helm(['values-gpu.yaml'])), ref()], 'a file of the chart itself'],
    ['a name nobody has', [chart(helm(['$other/v.yaml'])), ref()], 'a file of the chart itself'],
    [
      'another repository',
      [chart(helm(['$values/v.yaml'])), ref({ repoUrl: 'https://git.lan/other.git' })],
      'in another repository',
    ],
    ['another branch', [chart(helm(['$values/v.yaml'])), ref({ targetRevision: 'v1' })], 'is taken from v1'],
    ['single values', [chart(helm([], '', ['ollama.models.pull[0]']))], 'Parameters of the application'],
    ['values that were too long to keep', [chart(helm([], null))], 'are too long to be read here'],
    ['text that is no YAML', [chart(helm(['$values/broken.yaml'])), ref()], 'broken.yaml:1'],
    ['a key twice', [chart(helm(['$values/twice.yaml'])), ref()], 'twice.yaml:2'],
  ])('%s is told', async (_, sources, words) => {
    const files = { 'v.yaml': VALUES, 'broken.yaml': 'a: [', 'twice.yaml': 'ollama: {}\nollama: {}\n' };
    const [server] = await read(files, sources);
    expect(server?.problems).toEqual([expect.stringContaining(words)]);
  });

  it('without an application of the chart the forge is not asked', async () => {
    const services = {
      engine: { applications: testCollection<Application>() },
      snapshots: { head: () => Promise.reject(new Error('asked')) },
    };
    expect(await readDeclaredServers(services as never)).toEqual([]);
  });
});
