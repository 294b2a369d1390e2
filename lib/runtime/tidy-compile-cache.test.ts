import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tidyCompileCache } from './tidy-compile-cache.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'compile-cache-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const warnings: string[] = [];
const log = { debug: () => {}, info: () => {}, error: () => {}, warn: (words: string) => void warnings.push(words) };
/** @param at in seconds */
function write(path: string, at: number): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  utimesSync(file, at, at);
  return file;
}

it('keeps what this build and this Node have compiled, and nothing else', async () => {
  write('cache/v24.1.0-x64/of-an-older-node', 300);
  write('cache/v24.2.0-x64/of-the-build-before', 100);
  write('cache/v24.2.0-x64/of-this-build', 300);
  await tidyCompileCache(join(root, 'cache/v24.2.0-x64'), log, write('BUILD_ID', 200));
  expect(readdirSync(join(root, 'cache'))).toEqual(['v24.2.0-x64']);
  expect(readdirSync(join(root, 'cache/v24.2.0-x64'))).toEqual(['of-this-build']);
  expect(warnings).toEqual([]);
});

it('says so where it cannot, and asks for nothing where there is no cache', async () => {
  await tidyCompileCache(join(root, 'gone'), log, join(root, 'gone/BUILD_ID'));
  expect(warnings.splice(0)).toEqual(['the cache of compiled code could not be tidied']);
  await tidyCompileCache(undefined, log, join(root, 'gone/BUILD_ID'));
  expect(warnings).toEqual([]);
});
