import { describe, expect, it } from 'vitest';
import type { CardMetrics } from '../card-metrics.ts';
import { outsideBooks } from './outside-book.ts';

const GIB = 1024 ** 3;
const MEASURED = { node: 'bench', index: 0, usedMiB: 4096, freeMiB: 20480, instance: null, asOf: 7 } as CardMetrics;
const server = (host: string, vramBytes: number | null, bytes = 0) => ({
  host,
  vramBytes,
  models: bytes === 0 ? [] : [{ server: 'Ollama', name: 'phi3', bytes }],
});

describe('machines with cards outside of the cluster', () => {
  it('are where model servers answer and where cards were measured, each once', () => {
    const books = outsideBooks([server('bench', null, GIB), server('attic', 8 * GIB)], [MEASURED]);
    expect(books).toMatchObject([
      { id: 'attic', isNode: false, totalBytes: 8 * GIB, whence: 'as models[].vram of the configuration says' },
      { id: 'bench', isNode: false, totalBytes: 24 * GIB, usedBytes: 4 * GIB, models: [{ name: 'phi3' }] },
    ]);
  });

  it('are not those without a card, and what nobody says is not known', () => {
    expect(outsideBooks([server('pi', 0)], [])).toEqual([]);
    expect(outsideBooks([server('bench', 0)], [MEASURED])).toHaveLength(1);
    expect(outsideBooks([server('attic', null)], [])).toMatchObject([{ totalBytes: null }]);
  });

  it('share their cards among the servers on them', () => {
    expect(outsideBooks([server('a', 8 * GIB, GIB), server('a', 8 * GIB, 2 * GIB)], [])).toMatchObject([
      { id: 'a', totalBytes: 8 * GIB, models: [{ bytes: GIB }, { bytes: 2 * GIB }] },
    ]);
  });
});
