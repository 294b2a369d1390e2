import type { Lock, LockEntry, Manifest } from './lock.ts';

const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Every version is one version, and the lock file was made from this package.json. */
export function versionProblems(manifest: Manifest, { root }: Lock): string[] {
  return (['dependencies', 'devDependencies'] as const).flatMap((kind) => {
    const [wanted, locked] = [manifest[kind] ?? {}, root[kind] ?? {}];
    const names = [...new Set([...Object.keys(wanted), ...Object.keys(locked)])];
    return names.flatMap((name) => {
      const version = wanted[name];
      if (version === undefined || version !== locked[name]) {
        return [`${name}: package.json and package-lock.json disagree in ${kind} (${version} and ${locked[name]})`];
      }
      return EXACT.test(version) ? [] : [`${name}: "${version}" is no exact version`];
    });
  });
}

/** Whose word is taken for what a package is. An entry that names no address comes from the one that npm is set to. */
const REGISTRIES = ['https://registry.npmjs.org'];

function isOfRegistry(resolved: string): boolean {
  const url = URL.parse(resolved);
  return url !== null && REGISTRIES.includes(url.origin);
}

/**
 * Packages come from the registry, and their content is known. Those of other platforms, which cannot be seen from here,
 * may lack their hash; what is installed here may not.
 * @param installed places in node_modules that are there
 */
export function sourceProblems({ entries }: Lock, installed: ReadonlySet<string>): string[] {
  return entries.flatMap(({ path, version, resolved, integrity, link, optional }) => {
    if (link === true || (resolved !== undefined && !isOfRegistry(resolved))) {
      return [`${path}: it does not come from the registry (${resolved ?? 'a link'})`];
    }
    if (!EXACT.test(version)) {
      return [`${path}: "${version}" is no version of the registry`];
    }
    const isElsewhere = optional === true && !installed.has(path);
    return (integrity ?? '').startsWith('sha512-') || (integrity === undefined && isElsewhere)
      ? []
      : [`${path}: the lock file does not hold the SHA-512 of its content`];
  });
}

/** Whose scripts run when they are installed is decided for each package that has any; nobody else is named. */
export function scriptProblems(
  { allowScripts = {} }: Manifest,
  { entries }: Lock,
  installed: ReadonlySet<string>,
): string[] {
  const withScripts = new Set(entries.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  const here = new Set(entries.filter(({ path }) => installed.has(path)).map(({ name }) => name));
  const undecided = [...withScripts].filter((name) => here.has(name) && allowScripts[name] === undefined);
  const needless = Object.keys(allowScripts).filter((name) => !withScripts.has(name));
  return [
    ...undecided.map(
      (name) => `${name}: it has scripts for its installation; say in allowScripts whether they may run`,
    ),
    ...needless.map((name) => `${name}: allowScripts names it, but it has no scripts for its installation`),
  ];
}

/** Licences that ask for nothing but to be named. */
const LICENCES = [
  'MIT',
  'ISC',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Unlicense',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'PSF-2.0',
  'Python-2.0',
  'CC-BY-4.0',
];

/** Installed along with something else, and left out of what is shipped: see `outputFileTracingExcludes` of next.config.ts. */
const NOT_SHIPPED = ['@img/', 'sharp'];

/** What is shipped is under a licence that allows it. @param licenceOf as the installed package itself says */
export function licenceProblems({ entries }: Lock, licenceOf: (entry: LockEntry) => string | null): string[] {
  return entries
    .filter(
      ({ dev, devOptional, name }) => !dev && !devOptional && !NOT_SHIPPED.some((prefix) => name.startsWith(prefix)),
    )
    .flatMap((entry) => {
      const licence = licenceOf(entry);
      return licence === null || isAllowed(licence) ? [] : [`${entry.name}: its licence is ${licence || 'not told'}`];
    });
}

/** `(MIT OR GPL-3.0) AND ISC`: of alternatives one must do, of what applies together all. */
export function isAllowed(expression: string): boolean {
  const flat = expression.trim();
  const inner = /^\(([^()]*)\)$/.exec(flat)?.[1];
  if (inner !== undefined) {
    return isAllowed(inner);
  }
  const parts = (word: string) => flat.split(new RegExp(` ${word} (?![^(]*\\))`, 'i'));
  const [all, any] = [parts('AND'), parts('OR')];
  if (all.length > 1) {
    return all.every(isAllowed);
  }
  return any.length > 1 ? any.some(isAllowed) : LICENCES.includes(flat);
}
