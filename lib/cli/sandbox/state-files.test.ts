import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeEnvironmentFile } from './environment-file.ts';
import { resetState } from './reset-state.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-state-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('resetState', () => {
  it('deletes what a run kept', () => {
    mkdirSync(join(dir, 'gitlab'));
    writeFileSync(join(dir, 'secrets.json'), '{}');
    resetState(dir);
    expect(existsSync(dir)).toBe(false);
  });

  it('has nothing to do where nothing is', () => {
    resetState(join(dir, 'none'));
    resetState(dir);
    expect(existsSync(dir)).toBe(false);
  });

  it('leaves a folder alone that no run made', () => {
    writeFileSync(join(dir, 'thesis.txt'), '');
    expect(() => resetState(dir)).toThrow('was not made by a sandbox: nothing in it was deleted');
    expect(readdirSync(dir)).toEqual(['thesis.txt']);
  });
});

describe('writeEnvironmentFile', () => {
  it('is read by a shell as it was written, and by its owner only', () => {
    const path = join(dir, 'portal.env');
    const value = `it's a "path" with $HOME \\ and \`date\``;
    writeEnvironmentFile(path, { PLAIN: 'plain', AWKWARD: value });
    const read = execFileSync('sh', ['-c', `set -a; . ${path}; printf '%s|%s' "$PLAIN" "$AWKWARD"`], {
      encoding: 'utf8',
    });
    expect(read).toBe(`plain|${value}`);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});
