import type { InstalledModel } from '#lib/domain/model/model.ts';
import { type Architecture, architectureOf } from './architecture.ts';
import { type ModelName, nameKey, parseModelName } from './model-name.ts';

/** What is told of a model: what a list shows, and what its card and its Modelfile add. */
export type ModelSeed = InstalledModel & {
  /** `completion`, `tools`, `insert`, `thinking`, `embedding`; without it what models of that name usually can. */
  capabilities?: readonly string[];
  /** Where these differ from the published shape of the family. */
  contextLength?: number;
  embeddingLength?: number;
  /** The model it was made from with a Modelfile. */
  parentModel?: string;
  /** PARAMETER lines of the Modelfile, such as num_ctx. */
  parameters?: Readonly<Record<string, number | string | readonly string[]>>;
  system?: string;
  license?: string;
};

/** A model on the server's disk. */
export type StoredModel = ModelSeed & {
  parsedName: ModelName;
  key: string;
  architecture: Architecture;
  capabilities: readonly string[];
};

export type Catalogue = {
  /** Most recently changed first, as the server lists them. */
  list(): readonly StoredModel[];
  /** By a name as a client writes it: without a tag it is `:latest`, case does not count. */
  find(name: ModelName): StoredModel | undefined;
};

/** Throws where two seeds are the same model or a name is not valid. */
export function createCatalogue(seeds: readonly ModelSeed[]): Catalogue {
  const models = new Map<string, StoredModel>();
  for (const seed of seeds) {
    const parsedName = parseModelName(seed.name);
    if (parsedName === null) {
      throw new Error(`"${seed.name}" is not the name of a model`);
    }
    const key = nameKey(parsedName);
    if (models.has(key)) {
      throw new Error(`the model ${seed.name} is given twice`);
    }
    const capabilities = seed.capabilities ?? usualCapabilities(parsedName, seed.family);
    const published = architectureOf(seed);
    const architecture = {
      ...published,
      contextLength: seed.contextLength ?? published.contextLength,
      embeddingLength: seed.embeddingLength ?? published.embeddingLength,
    };
    models.set(key, { ...seed, parsedName, key, capabilities, architecture });
  }
  const list = [...models.values()].toSorted((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
  return { list: () => list, find: (name) => models.get(nameKey(name)) };
}

/** What the models of the library can do, by their published pages. */
function usualCapabilities(name: ModelName, family: string): readonly string[] {
  if (family.endsWith('bert')) {
    return ['embedding'];
  }
  if (family === 'gptoss' || family === 'qwen3') {
    return ['completion', 'tools', 'thinking'];
  }
  if (name.model.includes('coder') || name.model.startsWith('code')) {
    return family === 'qwen2' ? ['completion', 'tools', 'insert'] : ['completion', 'insert'];
  }
  return family === 'llama' || family === 'qwen2' ? ['completion', 'tools'] : ['completion'];
}
