/** A model that the Ollama of the platform holds. Sizes in bytes. */
export type SeedModel = {
  name: string;
  digest: string;
  sizeBytes: number;
  family: string;
  parameterSize: string;
  quantization: string;
  contextLength: number;
  embeddingLength: number;
  /** What `/api/show` lists. */
  capabilities: string[];
  /** The model it was made from with a Modelfile. */
  parentModel: string;
  /** What its Modelfile set, where that is known. */
  parameters?: Readonly<Record<string, number | string>>;
  system?: string;
  /** Memory of the card for the weights alone, and for every 1,024 tokens of context. */
  weightsVramBytes: number;
  kvBytesPerKiToken: number;
};

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/** Models of the mission documents that exist in Ollama's library (llama3.2 has no 8b; the platform uses llama3.1:8b). */
export const SEED_MODELS: readonly SeedModel[] = [
  {
    name: 'llama3.1:8b',
    digest: '46e0c10c039e019119339687c3c1757cc81b9da49709a3b3924863ba87ca666e',
    sizeBytes: 4_920_753_328,
    family: 'llama',
    parameterSize: '8.0B',
    quantization: 'Q4_K_M',
    contextLength: 131_072,
    embeddingLength: 4096,
    capabilities: ['completion', 'tools'],
    parentModel: '',
    weightsVramBytes: 4.9 * GIB,
    kvBytesPerKiToken: 128 * MIB,
  },
  {
    name: 'qwen2.5-coder:7b',
    digest: 'dae161e27b0e90dd1856c8bb3209201fd6736d8eb66298e75ed87571486f4364',
    sizeBytes: 4_683_087_332,
    family: 'qwen2',
    parameterSize: '7.6B',
    quantization: 'Q4_K_M',
    contextLength: 32_768,
    embeddingLength: 3584,
    capabilities: ['completion', 'tools', 'insert'],
    parentModel: '',
    weightsVramBytes: 4.6 * GIB,
    kvBytesPerKiToken: 56 * MIB,
  },
  {
    name: 'coding-assistant:latest',
    digest: '5d1fb1a1c1f55cb5df0c4d0b1f2b3d9d4c9f65a0e2a4f7a3b6c8d7e9f0a1b2c3',
    sizeBytes: 4_683_088_911,
    family: 'qwen2',
    parameterSize: '7.6B',
    quantization: 'Q4_K_M',
    contextLength: 32_768,
    embeddingLength: 3584,
    capabilities: ['completion', 'tools', 'insert'],
    parentModel: 'qwen2.5-coder:7b',
    // Made before git asked for 16k of context: nobody has made it again since.
    parameters: { num_ctx: 8192, temperature: 0.3 },
    system: 'You are an expert software engineer. Answer with working code and say what you assumed.',
    weightsVramBytes: 4.6 * GIB,
    kvBytesPerKiToken: 56 * MIB,
  },
  // Pulled by hand one evening; git knows nothing of it.
  {
    name: 'qwen2.5-coder:1.5b',
    digest: '6d3abb8d2d53c7f8b6a1f0d5c94e8b7a3f2c1d0e9b8a7f6e5d4c3b2a19080716',
    sizeBytes: 986_062_089,
    family: 'qwen2',
    parameterSize: '1.5B',
    quantization: 'Q4_K_M',
    contextLength: 32_768,
    embeddingLength: 1536,
    capabilities: ['completion', 'tools', 'insert'],
    parentModel: '',
    weightsVramBytes: 1.0 * GIB,
    kvBytesPerKiToken: 28 * MIB,
  },
  {
    name: 'nomic-embed-text:latest',
    digest: '0a109f422b47e3a30ba2b10eca18548e944e8a23073ee3f3e947efcf3c45e59f',
    sizeBytes: 274_302_450,
    family: 'nomic-bert',
    parameterSize: '137M',
    quantization: 'F16',
    contextLength: 2048,
    embeddingLength: 768,
    capabilities: ['embedding'],
    parentModel: '',
    weightsVramBytes: 0.26 * GIB,
    kvBytesPerKiToken: 9 * MIB,
  },
];
