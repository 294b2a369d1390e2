import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startPrometheus } from './start-prometheus.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'portolan-prometheus-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('says what a Prometheus printed that did not start', async () => {
  const program = join(dir, 'prometheus');
  writeFileSync(program, '#!/bin/sh\necho "opening storage failed: lock DB directory" >&2\nexit 3\n', { mode: 0o755 });
  const starting = startPrometheus({ program, dir, exporters: 'http://127.0.0.1:9' });
  await expect(starting).rejects.toThrow(/Prometheus ended with 3.*lock DB directory/s);
});
