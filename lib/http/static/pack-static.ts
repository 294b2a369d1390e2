import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { WORTH_COMPRESSING_BYTES } from '../compression/compress-answer.ts';

/** In the folder of a build: its scripts and styles, packed. */
export const PACKED_DIR = '.next/packed';
/** What is behind the name of a packed file. */
export const SUFFIX = { br: '.br', gzip: '.gz' } as const;

/** Packs the scripts and styles of a build as small as can be, which takes a second or two that no reader waits for. */
export function packStatic(from: string, to: string): void {
  for (const path of globSync('**/*.{js,css}', { cwd: from })) {
    const bytes = readFileSync(join(from, path));
    if (bytes.length < WORTH_COMPRESSING_BYTES) {
      continue;
    }
    const packed = join(to, path);
    mkdirSync(dirname(packed), { recursive: true });
    const params = {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    writeFileSync(packed + SUFFIX.br, brotliCompressSync(bytes, { params }));
    writeFileSync(packed + SUFFIX.gzip, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
  }
}
