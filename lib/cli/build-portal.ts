import { createHash } from 'node:crypto';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKED_DIR, packStatic } from '#lib/http/static/pack-static.ts';
import { runStep, type StepResult } from './run-step.ts';

export const STANDALONE = '.next/standalone';
const STAMP = '.next/portolan-build';

/** Everything that ends up in the build. */
const SOURCES = [
  '{app,components,lib}/**/*.{ts,tsx,css,woff2,svg}',
  'prisma/**/*.{ts,prisma,sql}',
  'public/**/*',
  'templates/**/*',
  '{instrumentation,proxy,next.config}.ts',
  'postcss.config.mjs',
  'package-lock.json',
];

function sourceDigest(): string {
  const digest = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .toSorted();
  for (const path of files) {
    digest.update(`${path}\0`);
    try {
      digest.update(readFileSync(path));
    } catch (error) {
      // A pattern also gives directories, which hold nothing themselves.
      if (!(error instanceof Error && 'code' in error && error.code === 'EISDIR')) {
        throw error;
      }
    }
  }
  return digest.digest('hex');
}

/**
 * Builds the portal into `.next/standalone`, complete with everything it serves; does nothing when it is up to date.
 * @param begins called when there is something to build
 */
export async function buildPortal(begins: () => void = () => undefined): Promise<StepResult> {
  const digest = sourceDigest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest) {
    return { ok: true, output: '', seconds: 0 };
  }
  begins();
  rmSync(STAMP, { force: true });
  const result = await runStep('next', ['build']);
  if (result.ok) {
    completeStandalone();
    writeFileSync(STAMP, digest);
  }
  return result;
}

/** Next leaves out what a CDN could serve, and what is read at run time. */
function completeStandalone(): void {
  mkdirSync(join(STANDALONE, '.next'), { recursive: true });
  cpSync('.next/static', join(STANDALONE, '.next/static'), { recursive: true });
  packStatic('.next/static', join(STANDALONE, PACKED_DIR));
  for (const dir of ['public', 'templates', 'prisma/migrations']) {
    if (existsSync(dir)) {
      cpSync(dir, join(STANDALONE, dir), { recursive: true });
    }
  }
}
