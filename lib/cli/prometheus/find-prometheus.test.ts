import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findPrometheus } from './find-prometheus.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-programs-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function put(folder: string, mode: number): string {
  const file = join(dir, folder, 'prometheus');
  mkdirSync(join(dir, folder));
  writeFileSync(file, '');
  chmodSync(file, mode);
  return file;
}

it('is the first of the path that can be run', () => {
  put('text', 0o644);
  const program = put('program', 0o755);
  put('later', 0o755);
  const path = ['nowhere', 'text', 'program', 'later'].map((folder) => join(dir, folder));
  expect(findPrometheus(['', ...path].join(delimiter))).toBe(program);
});

it('is none where there is none', () => {
  put('text', 0o644);
  expect(findPrometheus(join(dir, 'text'))).toBeNull();
  expect(findPrometheus('')).toBeNull();
});
