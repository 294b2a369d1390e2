import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SMALL } from '#lib/templates/testing/template-files.ts';
import { readTemplates } from './load-templates.ts';

let outside: string;
let folder: string;
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'portolan-outside-'));
  folder = mkdtempSync(join(tmpdir(), 'portolan-templates-'));
  writeFileSync(join(outside, 'secret'), 'canary');
  writeFileSync(join(outside, 'template.yaml'), SMALL);
  mkdirSync(join(folder, 'small', 'skeleton'), { recursive: true });
  writeFileSync(join(folder, 'small', 'template.yaml'), SMALL);
  writeFileSync(join(folder, 'small', 'skeleton', 'a.yaml'), 'a: 1\n');
});
afterEach(() => {
  rmSync(outside, { recursive: true });
  rmSync(folder, { recursive: true });
});

const skeletonOf = () => [...(readTemplates([folder], {}).templates.get('small')?.skeleton.keys() ?? [])];

it('reads a template with the files beside it', () => {
  expect(skeletonOf()).toEqual(['skeleton/a.yaml']);
});

it.each<[string, (path: string) => void]>([
  ['to a file', (path) => symlinkSync(join(outside, 'secret'), path)],
  ['to a folder', (path) => symlinkSync(outside, path)],
  ['that climbs', (path) => symlinkSync('../../../../../../../../etc/passwd', path)],
  ['to nothing', (path) => symlinkSync('/nowhere', path)],
  ['to itself', (path) => symlinkSync(path, path)],
])('leaves out links %s', (_, link) => {
  link(join(folder, 'small', 'skeleton', 'linked'));
  expect(skeletonOf()).toEqual(['skeleton/a.yaml']);
});

it('takes no link for a template', () => {
  rmSync(join(folder, 'small'), { recursive: true });
  symlinkSync(outside, join(folder, 'small'));
  expect(readTemplates([folder], {})).toMatchObject({ templates: new Map(), unusable: [] });
});
