import { createHash } from 'node:crypto';
import type { InstalledModel } from '#lib/domain/model/model.ts';
import { type Architecture, architectureOf } from './architecture.ts';
import { type ModelName, nameKey, parseModelName } from './model-name.ts';

export type Capability = 'completion' | 'tools' | 'insert' | 'thinking' | 'embedding';

/** What is told of a model: what a list shows, and what its Modelfile adds. */
export type ModelSeed = InstalledModel & {
  capabilities?: readonly Capability[];
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
  capabilities: readonly Capability[];
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
    models.set(key, { ...seed, parsedName, key, capabilities, architecture: architectureOf(seed) });
  }
  const list = [...models.values()].toSorted((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0));
  return { list: () => list, find: (name) => models.get(nameKey(name)) };
}

/** What the models of the library can do, by their published pages. */
function usualCapabilities(name: ModelName, family: string): readonly Capability[] {
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

/** The models that the platform of the sandbox pulls, with a digest of their own each. */
export function platformModels(modifiedAt: number): ModelSeed[] {
  const model = (name: string, family: string, parameterSize: string, quantization: string, sizeBytes: number) => ({
    name,
    digest: createHash('sha256').update(`sandbox model ${name}`).digest('hex'),
    family,
    parameterSize,
    quantization,
    sizeBytes,
    modifiedAt,
  });
  return [
    model('llama3.1:8b', 'llama', '8.0B', 'Q4_K_M', 4_920_753_328),
    model('qwen2.5-coder:7b', 'qwen2', '7.6B', 'Q4_K_M', 4_683_087_519),
    model('codellama:13b', 'llama', '13B', 'Q4_0', 7_365_960_935),
    model('nomic-embed-text:latest', 'nomic-bert', '137M', 'F16', 274_302_450),
    {
      ...model('coding-assistant:latest', 'llama', '8.0B', 'Q4_K_M', 4_920_754_102),
      parameters: { num_ctx: 32_768, temperature: 0.3 },
      system: 'You help the developers of this platform with code and manifests. Say so when you are not sure.',
    },
  ];
}
