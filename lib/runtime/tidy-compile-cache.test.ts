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
const log = { info: () => {}, error: () => {}, warn: (words: string) => void warnings.push(words) };
/** @param at in seconds */
function write(path: string, at: number): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '');
  utimesSync(file, at, at);
  return file;
}

const DAY = 24 * 3600;
const clock = { now: () => 100 * DAY * 1000 };
const here = 'v24.2.0-x64-c5fac8f1-0';

it('keeps what was compiled of late by this Node, and what is not of the cache', async () => {
  write('cache/v24.1.0-x64-c5fac8f1-0/of-an-older-node', 99 * DAY);
  write('cache/notes/of-somebody', 1);
  write(`cache/${here}/of-an-old-build`, 60 * DAY);
  write(`cache/${here}/of-this-build`, 80 * DAY);
  await tidyCompileCache({ dir: join(root, 'cache', here), own: join(root, 'cache'), clock, log });
  expect(readdirSync(join(root, 'cache'))).toEqual(['notes', here]);
  expect(readdirSync(join(root, 'cache', here))).toEqual(['of-this-build']);
  expect(warnings).toEqual([]);
});

it('touches no folder that somebody else chose', async () => {
  write('tmp/v24.1.0-x64-c5fac8f1-0/of-another-program', 1);
  write(`tmp/${here}/old`, 1);
  await tidyCompileCache({ dir: join(root, 'tmp', here), own: join(root, 'state/compile-cache'), clock, log });
  await tidyCompileCache({ dir: undefined, own: join(root, 'tmp'), clock, log });
  expect(readdirSync(join(root, 'tmp'))).toEqual(['v24.1.0-x64-c5fac8f1-0', here]);
  expect(readdirSync(join(root, 'tmp', here))).toEqual(['old']);
});

it('says so where it cannot', async () => {
  await tidyCompileCache({ dir: join(root, 'gone', here), own: join(root, 'gone'), clock, log });
  expect(warnings.splice(0)).toEqual(['the cache of compiled code could not be tidied']);
});
