import { createHash } from 'node:crypto';
import type { ModelSeed } from '../catalogue.ts';

/** Models as a platform like ours pulls them, with a digest of their own each. */
export function testModels(modifiedAt: number): ModelSeed[] {
  const model = (name: string, family: string, parameterSize: string, quantization: string, sizeBytes: number) => ({
    name,
    digest: createHash('sha256').update(`test model ${name}`).digest('hex'),
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
