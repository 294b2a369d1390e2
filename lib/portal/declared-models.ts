import { posix } from 'node:path';
import type { Application, ApplicationSource } from '#lib/domain/application/application.ts';
import { asDeployed } from '#lib/domain/application/deployed.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import { type DeclaredModel, type DeclaredServer, readDeclared, type ValuesLayer } from '#lib/domain/model/declared.ts';
import { parseModelfile } from '#lib/domain/model/modelfile.ts';
import type { Services } from './context.ts';
import type { RepositorySnapshot } from './repository-snapshots.ts';

export type DeclaredReading = Pick<Services, 'repository' | 'snapshots'> & {
  engine: Pick<Services['engine'], 'applications' | 'reads'>;
};

const MOST_FILES = 50;
const MOST_MODELFILES = 200;

/**
 * What git declares of models, by application: of every one that comes of the chart, from the files of the GitOps
 * repository that it names. What cannot be read is told in words. Throws ExternalError and PortalError.
 */
export async function readDeclaredServers(services: DeclaredReading): Promise<Omit<DeclaredServer, 'cards'>[]> {
  const applications = [...services.engine.applications.values()].filter(({ sources }) => sources.some(isOfModels));
  if (applications.length === 0) {
    return [];
  }
  const snapshot = await services.snapshots.head();
  return await Promise.all(applications.map((application) => readServer(services, snapshot, application)));
}

function isOfModels({ helm }: ApplicationSource): boolean {
  return helm !== undefined;
}

async function readServer(services: DeclaredReading, snapshot: RepositorySnapshot, application: Application) {
  const problems: string[] = [];
  const layers: ValuesLayer[] = [];
  for (const source of application.sources.filter(isOfModels)) {
    for (const file of source.helm?.valueFiles.slice(0, MOST_FILES) ?? []) {
      const path = pathOf(services, application, file, problems);
      const text = path === null ? null : await snapshot.read(path);
      if (path !== null && text === null) {
        problems.push(`${path} is not in the repository`);
      }
      layers.push(...(path === null || text === null ? [] : layersOf(path, text, problems)));
    }
    const inline = source.helm?.inline ?? '';
    if (source.helm?.inline === null) {
      problems.push(`The values in the application ${application.name} are too long to be read here`);
    }
    layers.push(...(inline === '' ? [] : layersOf(`application ${application.name}`, inline, problems)));
    if (source.helm?.parameters.some((name) => name.startsWith('ollama.models'))) {
      problems.push('Parameters of the application set models besides, which are not read here');
    }
  }
  const declared = readDeclared(layers);
  const modelfiles = await readModelfiles(snapshot, layers);
  return {
    ...declared,
    models: [...declared.models, ...modelfiles],
    problems: [...problems, ...declared.problems].slice(0, 20),
    application: application.id,
    namespace: asDeployed(application, application.destination).namespace,
    sha: snapshot.sha,
  };
}

/** `$values/apps/ollama/values.yaml` is a path from the root of the repository that has this name. */
function pathOf(services: DeclaredReading, application: Application, file: string, problems: string[]): string | null {
  const [, ref = '', rest = ''] = /^\$([^/]+)\/(.+)$/.exec(file) ?? [];
  const source = application.sources.find((each) => each.ref === ref && ref !== '');
  const { engine, repository } = services;
  if (source === undefined) {
    problems.push(`${file} is a file of the chart itself or of an address, which is not read here`);
    return null;
  }
  if (!engine.reads({ ...application, sources: [source] }, repository.ref)) {
    problems.push(`${file} is in another repository (${source.repoUrl}), which is not read here`);
    return null;
  }
  if (source.targetRevision !== repository.branch && source.targetRevision !== 'HEAD') {
    problems.push(`${file} is taken from ${source.targetRevision}, and ${repository.branch} is what is read here`);
  }
  return posix.normalize(rest);
}

function layersOf(path: string, text: string, problems: string[]): ValuesLayer[] {
  const parsed = parseManifest(text);
  problems.push(...parsed.problems.slice(0, 3).map(({ line, message }) => `${path}:${line}: ${message}`));
  return parsed.documents.slice(0, 1).map((document) => ({ path, value: document.value, lineOf: document.lineOf }));
}

/** `coder.Modelfile`, or `coder/Modelfile`, beside the values or in a folder below them. */
async function readModelfiles(snapshot: RepositorySnapshot, layers: readonly ValuesLayer[]): Promise<DeclaredModel[]> {
  const folders = new Set(layers.map(({ path }) => `${posix.dirname(path)}/`).filter((folder) => folder !== './'));
  const paths = [...snapshot.paths].filter((path) => [...folders].some((folder) => path.startsWith(folder)));
  const found = paths.flatMap((path) => {
    const base = posix.basename(path);
    const [, name] =
      /^([\w.-]+)\.Modelfile$/i.exec(base) ?? (base === 'Modelfile' ? [0, posix.basename(posix.dirname(path))] : []);
    return typeof name === 'string' ? [{ path, name }] : [];
  });
  const read = await Promise.all(
    found.slice(0, MOST_MODELFILES).map(async ({ path, name }): Promise<DeclaredModel[]> => {
      const text = await snapshot.read(path);
      return text === null
        ? []
        : [{ name, how: 'modelfile', place: { path, line: 1 }, modelfile: parseModelfile(text) }];
    }),
  );
  return read.flat();
}
