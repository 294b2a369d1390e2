import { describe, expect, it } from 'vitest';
import { ROOT, readSource } from '#lib/testing/architecture/imports.ts';
import { installedLicence, installedPlaces } from './installed.ts';
import { type LockEntry, readLock, readManifest } from './lock.ts';
import { isAllowed, licenceProblems, scriptProblems, sourceProblems, versionProblems } from './rules.ts';

const entry = (changed: Partial<LockEntry> = {}): LockEntry => ({
  path: 'node_modules/a',
  name: 'a',
  version: '1.0.0',
  integrity: 'sha512-abc',
  ...changed,
});
const lock = (...entries: LockEntry[]) => ({ root: {}, entries });
const HERE = new Set(['node_modules/a']);

describe('a version', () => {
  it.each([
    '^1.0.0',
    '~1.0.0',
    '1.x',
    '*',
    'latest',
    '>=1.0.0',
    'git+https://x/y.git',
    'file:../x',
    'npm:other@1.0.0',
    'https://x/y.tgz',
    '1.0',
  ])('may not be %s', (version) => {
    const manifest = { dependencies: { a: version } };
    expect(versionProblems(manifest, { root: manifest, entries: [] })).toHaveLength(1);
  });

  it('must be the one of the lock file, whichever way it differs', () => {
    const [one, other] = [{ dependencies: { a: '1.0.0' } }, { dependencies: { a: '1.0.1' } }];
    expect(versionProblems(one, { root: other, entries: [] })).toHaveLength(1);
    expect(versionProblems(one, { root: {}, entries: [] })).toHaveLength(1);
    expect(versionProblems({}, { root: one, entries: [] })).toHaveLength(1);
    expect(versionProblems(one, { root: one, entries: [] })).toEqual([]);
  });
});

describe('a package', () => {
  it.each<[string, Partial<LockEntry>]>([
    ['from git', { resolved: 'git+ssh://git@evil.example/a.git#abc' }],
    ['over plain HTTP', { resolved: 'http://registry.example/a.tgz' }],
    ['from a server of somebody', { resolved: 'https://evil.example/a/-/a-1.0.0.tgz' }],
    ['from a server named like it', { resolved: 'https://registry.npmjs.org.evil.example/a/-/a-1.0.0.tgz' }],
    ['from another port of it', { resolved: 'https://registry.npmjs.org:8443/a/-/a-1.0.0.tgz' }],
    ['from no address', { resolved: 'https://' }],
    ['from a folder', { resolved: '../a', link: true }],
    ['of no version', { version: 'latest' }],
    ['without a hash', { integrity: undefined }],
    ['with a weak hash', { integrity: 'sha1-abc' }],
    ['without a hash, optional, and installed here', { integrity: undefined, optional: true }],
  ])('%s is refused', (_, changed) => {
    expect(sourceProblems(lock(entry(changed)), HERE)).toHaveLength(1);
  });

  it('may say that it comes from the registry', () => {
    const resolved = 'https://registry.npmjs.org/a/-/a-1.0.0.tgz';
    expect(sourceProblems(lock(entry({ resolved })), HERE)).toEqual([]);
  });

  it('of another platform may lack its hash', () => {
    expect(sourceProblems(lock(entry({ integrity: undefined, optional: true })), new Set())).toEqual([]);
  });

  it('with scripts must be decided on, and one without must not be named', () => {
    const scripted = lock(entry({ hasInstallScript: true }));
    expect(scriptProblems({}, scripted, HERE)).toHaveLength(1);
    expect(scriptProblems({ allowScripts: { a: false } }, scripted, HERE)).toEqual([]);
    expect(scriptProblems({ allowScripts: { a: true } }, scripted, HERE)).toEqual([]);
    expect(scriptProblems({ allowScripts: { a: true } }, lock(entry()), HERE)).toHaveLength(1);
    expect(scriptProblems({ allowScripts: { a: true, b: true } }, scripted, HERE)).toHaveLength(1);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['MIT AND GPL-3.0-only', false],
    ['(MIT OR GPL-3.0-only) AND Apache-2.0', true],
    ['(GPL-2.0-only OR AGPL-3.0-only) AND MIT', false],
    ['GPL-3.0-only', false],
    ['LGPL-3.0-or-later', false],
    ['UNLICENSED', false],
    ['SEE LICENSE IN LICENSE', false],
    ['BUSL-1.1', false],
    ['mit', false],
    ['', false],
  ])('under %j: %s', (licence, allowed) => {
    expect(isAllowed(licence)).toBe(allowed);
    expect(licenceProblems(lock(entry()), () => licence)).toHaveLength(allowed ? 0 : 1);
    expect(licenceProblems(lock(entry({ dev: true })), () => licence)).toEqual([]);
  });
});

it('what this project installs passes, with hundreds of packages looked at', () => {
  const [manifest, all] = [readManifest(ROOT), readLock(ROOT)];
  const installed = installedPlaces(ROOT, all.entries);
  expect(installed.size).toBeGreaterThan(200);
  const licences = all.entries.map((one) => installedLicence(ROOT, one)).filter((licence) => licence !== null);
  expect(licences.length).toBe(installed.size);
  expect([
    ...versionProblems(manifest, all),
    ...sourceProblems(all, installed),
    ...scriptProblems(manifest, all, installed),
    ...licenceProblems(all, (one) => installedLicence(ROOT, one)),
  ]).toEqual([]);
});

it.each(['lib/cli/bootstrap.mjs', 'deploy/Dockerfile'])(
  '%s installs by the lock file, without the scripts of anybody',
  (path) => {
    const text = readSource(path);
    const installations = text.match(/^\s*(RUN )?npm(\('| )(ci|install|add)\b.*/gm) ?? [];
    expect(installations.filter((line) => !/ci(', '| )--ignore-scripts/.test(line))).toEqual([]);
    expect(installations.length).toBe(1);
  },
);

it('npm itself refuses young versions and scripts that nobody decided on', () => {
  const settings = readSource('.npmrc').split('\n');
  expect(settings).toEqual(
    expect.arrayContaining(['min-release-age=3', 'strict-allow-scripts=true', 'save-exact=true']),
  );
});
