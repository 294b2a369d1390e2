import { BrotliCompress, constants, createBrotliCompress, createGzip, type Gzip } from 'node:zlib';
import type { Coding } from './coding.ts';

/** Twice as good at half the time of the highest; docs/performance.md has what each costs. */
const BROTLI_QUALITY = 5;
/** Repeats are looked for in the last 256 KiB: pages are smaller, and each answer under way holds twice that. */
const BROTLI_WINDOW_BITS = 18;

/** What is written to it comes out smaller. */
export function createPacker(coding: Coding): BrotliCompress | Gzip {
  if (coding === 'gzip') {
    return createGzip();
  }
  return createBrotliCompress({
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
    },
  });
}

/** Has all that was written come out. Without a kind, gzip would forget what it knows with each piece, a tenth of its worth. */
export function flushPacker(packer: BrotliCompress | Gzip): void {
  packer.flush(packer instanceof BrotliCompress ? constants.BROTLI_OPERATION_FLUSH : constants.Z_SYNC_FLUSH);
}
