import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Import, importsOf, isTest, ROOT, readSource, sourceFiles } from './imports.ts';
import { ENVIRONMENT_READERS, PACKAGE_HOMES, PURE_PACKAGES, PURE_ZONES, ZONES, type Zone } from './rules.ts';

const files = sourceFiles();
const product = files.filter((path) => !isTest(path));
const imports = product.flatMap(importsOf);

function isIn(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

function zoneOf(path: string): Zone | undefined {
  return ZONES.find((zone) => isIn(path, zone.path));
}

/** Adapters and areas of components are strangers to each other: each folder is a zone of its own. */
function isOwn({ from, to }: Import, zone: Zone): boolean {
  if (zone.name === 'adapters' || zone.name === 'forge adapters') {
    const depth = zone.path.split('/').length + 1;
    const vendor = (path: string) => path.split('/').slice(0, depth).join('/');
    return vendor(from) === vendor(to);
  }
  return isIn(to, zone.path);
}

function breaksImportRule(one: Import): boolean {
  const zone = zoneOf(one.from);
  if (!one.own || zone === undefined || isOwn(one, zone)) {
    return false;
  }
  const allowed = zone.may.some((place) => isIn(one.to, place));
  const allowedAsType = one.typeOnly && (zone.mayTypes ?? []).some((place) => isIn(one.to, place));
  return !allowed && !allowedAsType;
}

const show = ({ from, to }: Import) => `${from} → ${to}`;

describe('architecture', () => {
  it('lets each part import only what the import rule allows', () => {
    expect(imports.filter(breaksImportRule).map(show)).toEqual([]);
  });

  it('keeps every vendor’s package in its own folder', () => {
    const strays = imports.filter(({ from, to }) => {
      const homes = Object.hasOwn(PACKAGE_HOMES, to) ? PACKAGE_HOMES[to] : undefined;
      return homes !== undefined && !homes.some((home) => isIn(from, home));
    });
    expect(strays.map(show)).toEqual([]);
  });

  it('keeps the inside pure: no framework, no I/O', () => {
    const impure = imports.filter(
      ({ from, to, own, typeOnly }) =>
        !own &&
        !typeOnly &&
        !PURE_PACKAGES.includes(to) &&
        PURE_ZONES.some((zone) => isIn(from, zone)) &&
        !from.endsWith('/generate.ts'),
    );
    expect(impure.map(show)).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(findCycles(imports)).toEqual([]);
  });

  it('reads environment variables in the configuration only', () => {
    const readers = product
      .filter((path) => path.startsWith('lib/') || path.startsWith('sandbox/') || path.startsWith('components/'))
      .filter((path) => /\bprocess\.env\b/.test(readSource(path)))
      .filter((path) => !ENVIRONMENT_READERS.some((place) => isIn(path, place)));
    expect(readers).toEqual([]);
  });

  it('keeps files small', () => {
    const long = files
      .map((path) => ({ path, lines: readSource(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  it('measures no time in tests, because machines are slow when they like', () => {
    const stopwatch = ['performance', 'now()'].join('.');
    expect(files.filter(isTest).filter((path) => readSource(path).includes(stopwatch))).toEqual([]);
  });

  it('replaces no module, global or variable in tests, because the files of a worker share them', () => {
    const leaks = /\bvi\.(mock|doMock|stubEnv|stubGlobal)\(|\bprocess\.env\.\w+ = /;
    const unit = files.filter(isTest).filter((path) => !/\.(conformance|database)\.test\./.test(path));
    expect(unit.filter((path) => leaks.test(readSource(path)))).toEqual([]);
  });

  it('has no way to write to a cluster', () => {
    const writers = product
      .filter((path) => isIn(path, 'lib/adapters/kubernetes') || isIn(path, 'lib/adapters/argocd'))
      .filter((path) => /['"`](PUT|PATCH|DELETE)['"`]/.test(readSource(path)));
    expect(writers).toEqual([]);
  });

  it.each([
    ['lib/views', 'lib/views/index.ts', 'read.ts'],
    ['lib/guardrails', 'lib/guardrails/index.ts', null],
  ])('registers everything in %s', (folder, registry, marker) => {
    const source = readSource(registry);
    const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
    const expected =
      marker === null
        ? entries
            .filter(({ name }) => /^[a-z-]+\.test\.ts$/.test(name))
            .map(({ name }) => `./${name.replace('.test.ts', '.ts')}`)
        : entries
            .filter((entry) => entry.isDirectory() && entry.name !== '_shared')
            .map(({ name }) => `./${name}/${marker}`);
    expect(expected.filter((path) => !source.includes(`'${path}'`))).toEqual([]);
  });

  it('authorises first in every use case that a person starts, and in every view', () => {
    const commands = importsOf('lib/usecases/index.ts')
      .filter(({ own, typeOnly }) => own && !typeOnly)
      .map(({ to }) => to);
    const views = importsOf('lib/views/index.ts')
      .filter(({ own }) => own)
      .map(({ to }) => to);
    expect([...commands, ...views].filter((path) => !readSource(path).includes('await authorize(context,'))).toEqual(
      [],
    );
  });
});

/** Every cycle once, as a path of files; types count too, because a cycle of types is a cycle of ideas. */
function findCycles(all: readonly Import[]): string[] {
  const edges = new Map<string, string[]>();
  for (const { from, to, own } of all) {
    if (own) {
      edges.set(from, [...(edges.get(from) ?? []), to]);
    }
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: string[]) => {
    const at = trail.indexOf(path);
    if (at >= 0) {
      cycles.push([...trail.slice(at), path].join(' → '));
      return;
    }
    if (!done.has(path)) {
      for (const next of edges.get(path) ?? []) {
        visit(next, [...trail, path]);
      }
      done.add(path);
    }
  };
  for (const path of edges.keys()) {
    visit(path, []);
  }
  return cycles;
}
