import { readServerSettings } from '#lib/domain/model/server-settings.ts';
import type { DriftRow, EndpointRow } from '#lib/views/models/endpoint-rows.ts';

/** A model server as the page has it, with so many models in memory and so much that is not as git says. */
export function endpointRow(
  id: string,
  { loaded = 0, drift = 0 }: { loaded?: number; drift?: number } = {},
): EndpointRow {
  return {
    id,
    label: id,
    source: `models/${id}`,
    held: {
      version: '0.32.15',
      loaded: Array.from({ length: loaded }, (_, index) => ({
        name: `model-${index}`,
        digest: 'a'.repeat(64),
        family: 'llama',
        parameterSize: '8B',
        quantization: 'Q4_K_M',
        sizeBytes: 5e9,
        vramBytes: 5e9,
        contextLength: 4096,
        expiresAt: null,
        processor: '100% GPU',
        unloadsAt: null,
      })),
      loading: [],
      installed: 50,
      skipped: 0,
    },
    clockSkewMs: null,
    card: { node: 'gpu-001', vramBytes: 16e9, whence: 'the label', sharers: [] },
    settings: readServerSettings({}),
    declared: { application: `argocd/${id}`, files: [], problems: [], modelfiles: [] },
    declaredState: null,
    drift: {
      rows: Array.from(
        { length: drift },
        (_, index): DriftRow => ({
          id: `extra/${index}`,
          kind: 'extra',
          model: `model-${index}`,
          sentence: 'git does not declare it.',
          place: null,
          href: null,
        }),
      ),
      total: drift,
    },
  };
}
