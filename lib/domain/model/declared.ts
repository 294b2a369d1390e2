import { isRecord } from '../manifest/manifest.ts';
import type { ModelCard } from './model.ts';
import { type Modelfile, parseModelfile } from './modelfile.ts';

/** The chart of Ollama (helm.otwld.com), whose values say which models a server is to have. */
export const MODEL_CHART = 'ollama';

/** Where in git something stands. */
export type DeclaredPlace = { path: string; line: number };

/**
 * `pull` and `create` are there after the start, `run` is loaded at it as well; `modelfile` is a file in git that nothing
 * names yet.
 */
export type DeclaredModel = {
  name: string;
  how: 'pull' | 'run' | 'create' | 'modelfile';
  place: DeclaredPlace;
  /** Of what is made here; null where its text is not in the values (a ConfigMap). */
  modelfile?: Modelfile | null;
};

/** What the values of an Ollama chart say, as far as models go. */
export type DeclaredValues = {
  models: DeclaredModel[];
  /** Whether the chart deletes at its start what is not declared (`ollama.models.clean`). */
  cleans: boolean;
  /** Of the server's process, by name: what is given as plain text. */
  environment: Record<string, string>;
  /** Under which the endpoint can be reached from outside. */
  hosts: string[];
  /** What could not be read, in words. */
  problems: string[];
};

/** What git declares of the models of one application of the chart. */
export type DeclaredServer = DeclaredValues & {
  /** Of the application, `namespace/name`. */
  application: string;
  /** Where its pods are, as the portal knows namespaces of all clusters. */
  namespace: string;
  /** The commit that was read. */
  sha: string;
  /** What its server made of the models it was to make, by `modelKey`. */
  cards: Record<string, ModelCard>;
};

/** One file of values, or what stands in the application itself; later ones win over earlier ones, as in Helm. */
export type ValuesLayer = { path: string; value: unknown; lineOf(path: readonly (string | number)[]): number };

type Path = readonly (string | number)[];
type Found = { value: unknown; layer: ValuesLayer; path: Path };

const MOST = 1000;

/** Reads what the Ollama chart (helm.otwld.com) is told of models. Lists are replaced by later layers, never merged. */
export function readDeclared(layers: readonly ValuesLayer[]): DeclaredValues {
  const problems: string[] = [];
  const models = readModels(layers, problems);
  return {
    models,
    cleans: lastOf(layers, ['ollama', 'models', 'clean'])?.value === true,
    environment: readEnvironment(lastOf(layers, ['extraEnv'])?.value),
    hosts: readHosts(lastOf(layers, ['ingress', 'hosts'])?.value),
    problems,
  };
}

function readModels(layers: readonly ValuesLayer[], problems: string[]): DeclaredModel[] {
  // Before 1.0 the chart had one list, of what is pulled.
  const plain = lastOf(layers, ['ollama', 'models']);
  if (Array.isArray(plain?.value)) {
    return readNames(plain, 'pull', problems);
  }
  const named = (['pull', 'run'] as const).flatMap((how) =>
    readNames(lastOf(layers, ['ollama', 'models', how]), how, problems),
  );
  return [...named, ...readMade(lastOf(layers, ['ollama', 'models', 'create']), problems)];
}

function readNames(found: Found | undefined, how: 'pull' | 'run', problems: string[]): DeclaredModel[] {
  return listOf(found, `ollama.models.${how}`, problems).flatMap(({ item, place }) => {
    if (typeof item === 'string' && isName(item)) {
      return [{ name: item.trim(), how, place }];
    }
    problems.push(`${place.path}:${place.line}: an entry of ollama.models.${how} is no name of a model`);
    return [];
  });
}

function readMade(found: Found | undefined, problems: string[]): DeclaredModel[] {
  return listOf(found, 'ollama.models.create', problems).flatMap(({ item, place }): DeclaredModel[] => {
    const { name, template } = isRecord(item) ? item : {};
    if (typeof name !== 'string' || !isName(name)) {
      problems.push(`${place.path}:${place.line}: an entry of ollama.models.create has no name`);
      return [];
    }
    const modelfile = typeof template === 'string' ? parseModelfile(template) : null;
    return [{ name: name.trim(), how: 'create', place, modelfile }];
  });
}

function listOf(found: Found | undefined, what: string, problems: string[]) {
  if (found === undefined || found.value === null) {
    return [];
  }
  const { layer, path, value } = found;
  if (!Array.isArray(value)) {
    problems.push(`${layer.path}:${layer.lineOf(path)}: ${what} is no list`);
    return [];
  }
  return value.slice(0, MOST).map((item: unknown, index) => ({
    item,
    place: { path: layer.path, line: layer.lineOf([...path, index]) },
  }));
}

/** Names as Ollama takes them, so that what is shown is never a text of another kind. */
function isName(text: string): boolean {
  return /^[\w][\w./:@-]{0,349}$/.test(text.trim());
}

/** The value that the last layer gives that says anything of it. */
function lastOf(layers: readonly ValuesLayer[], path: Path): Found | undefined {
  for (const layer of layers.toReversed()) {
    const value = path.reduce<unknown>(
      (inside, key) =>
        isRecord(inside) && typeof key === 'string' && Object.hasOwn(inside, key) ? inside[key] : undefined,
      layer.value,
    );
    if (value !== undefined) {
      return { value, layer, path };
    }
  }
  return undefined;
}

function readEnvironment(value: unknown): Record<string, string> {
  const entries = Array.isArray(value) ? value.slice(0, MOST) : [];
  return Object.fromEntries(
    entries.flatMap((entry: unknown) => {
      const { name, value: text } = isRecord(entry) ? entry : {};
      // Only its own settings: others may be secrets.
      return typeof name === 'string' && /^OLLAMA_[A-Z_]{1,60}$/.test(name) && typeof text === 'string'
        ? [[name, text.slice(0, 200)]]
        : [];
    }),
  );
}

function readHosts(value: unknown): string[] {
  const entries = Array.isArray(value) ? value.slice(0, MOST) : [];
  return entries.flatMap((entry: unknown) => {
    const host = isRecord(entry) ? entry.host : entry;
    return typeof host === 'string' && host !== '' ? [host.toLowerCase()] : [];
  });
}
