import type { InstalledModel } from '#lib/domain/model/model.ts';

/** The shape of a network, as its model card says; what the memory of its cache and its speed follow from. */
export type Architecture = {
  /** Billions of parameters, to find the right row. */
  parameters: number;
  blocks: number;
  embeddingLength: number;
  heads: number;
  kvHeads: number;
  headLength: number;
  /** What it was trained for; a longer one is cut to this. */
  contextLength: number;
  vocabulary: number;
};

type Row = readonly [
  parameters: number,
  blocks: number,
  embeddingLength: number,
  heads: number,
  kvHeads: number,
  headLength: number,
  contextLength: number,
  vocabulary: number,
];

/** Published shapes by the family name that Ollama shows, smallest first. */
const FAMILIES: Readonly<Record<string, readonly Row[]>> = {
  llama: [
    [1.2, 16, 2048, 32, 8, 64, 131_072, 128_256],
    [3.2, 28, 3072, 24, 8, 128, 131_072, 128_256],
    [7.2, 32, 4096, 32, 8, 128, 32_768, 32_768],
    [8, 32, 4096, 32, 8, 128, 131_072, 128_256],
    [13, 40, 5120, 40, 40, 128, 16_384, 32_016],
    [70.6, 80, 8192, 64, 8, 128, 131_072, 128_256],
  ],
  qwen2: [
    [0.5, 24, 896, 14, 2, 64, 32_768, 151_936],
    [1.5, 28, 1536, 12, 2, 128, 32_768, 151_936],
    [7.6, 28, 3584, 28, 4, 128, 32_768, 152_064],
    [14.8, 48, 5120, 40, 8, 128, 32_768, 152_064],
    [32.8, 64, 5120, 40, 8, 128, 32_768, 152_064],
  ],
  qwen3: [
    [1.7, 28, 2048, 16, 8, 128, 40_960, 151_936],
    [4, 36, 2560, 32, 8, 128, 40_960, 151_936],
    [8.2, 36, 4096, 32, 8, 128, 40_960, 151_936],
    [14.8, 40, 5120, 40, 8, 128, 40_960, 151_936],
  ],
  gemma2: [[9.2, 42, 3584, 16, 8, 256, 8192, 256_000]],
  gemma3: [
    [4.3, 34, 2560, 8, 4, 256, 131_072, 262_144],
    [12.2, 48, 3840, 16, 8, 256, 131_072, 262_144],
  ],
  phi3: [[3.8, 32, 3072, 32, 32, 96, 131_072, 32_064]],
  gptoss: [[20.9, 24, 2880, 64, 8, 64, 131_072, 201_088]],
  'nomic-bert': [[0.137, 12, 768, 12, 12, 64, 2048, 30_522]],
  bert: [[0.033, 12, 384, 12, 12, 32, 512, 30_522]],
};

/** The published shape nearest in size; of a family that is not in the table, the shape of a llama of that size. */
export function architectureOf(model: Pick<InstalledModel, 'family' | 'parameterSize'>): Architecture {
  const billions = parseParameterSize(model.parameterSize);
  const rows = FAMILIES[model.family] ?? FAMILIES.llama ?? [];
  const distance = (row: Row) => Math.abs(Math.log(row[0] / billions));
  const [nearest] = rows.toSorted((a, b) => distance(a) - distance(b));
  if (nearest === undefined) {
    throw new Error(`no architecture is known for the family ${model.family}`);
  }
  const [, blocks, embeddingLength, heads, kvHeads, headLength, contextLength, vocabulary] = nearest;
  return { parameters: billions, blocks, embeddingLength, heads, kvHeads, headLength, contextLength, vocabulary };
}

/** `7.6B`, `137M` in billions; 7 where it is not said. */
export function parseParameterSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMBT])$/i.exec(text.trim());
  const scale = { K: 1e-6, M: 1e-3, B: 1, T: 1000 }[(match?.[2] ?? '').toUpperCase()] ?? 0;
  return Number(match?.[1] ?? 0) * scale || 7;
}
