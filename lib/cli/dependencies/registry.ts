import { execFile } from 'node:child_process';
import type { Lock, LockEntry } from './lock.ts';
import { parseLock } from './lock.ts';

/** What a check that needs others found; `notChecked` says why it could not be made, which is no failure. */
export type Finding = { problems: string[]; notChecked?: string };

/** Runs a program and gives what it printed; null where it could not be run or took too long. */
export type Run = (command: string, args: readonly string[]) => Promise<string | null>;

const WITHIN_MS = 20_000;
const DAY_MS = 86_400_000;
const YOUNGEST_MS = 3 * DAY_MS;
/** More new versions than this come with a new toolchain, and each is a request. */
const MOST_ASKED = 100;

/** npm ends with 1 where it found something, so what counts is what it printed. */
export const run: Run = (command, args) =>
  new Promise((resolve) => {
    execFile(command, args, { timeout: WITHIN_MS, maxBuffer: 64 * 1024 * 1024 }, (_, stdout) =>
      resolve(stdout === '' ? null : stdout),
    );
  });

/** No package has an advisory of high or critical severity. */
export async function advisories(ask: Run): Promise<Finding> {
  const report = parse(await ask('npm', ['audit', '--json', '--package-lock-only'])) as {
    vulnerabilities?: Record<string, { severity: string; range: string }>;
  } | null;
  if (report?.vulnerabilities === undefined) {
    return { problems: [], notChecked: 'advisories (the registry does not tell any)' };
  }
  const grave = Object.entries(report.vulnerabilities).filter(([, { severity }]) =>
    ['high', 'critical'].includes(severity),
  );
  return { problems: grave.map(([name, { severity, range }]) => `${name} ${range}: ${severity}, see npm audit`) };
}

/**
 * No version is younger than three days: that is how long it takes until most hostile ones are found. What was locked
 * three days ago has come of age, so only what came since is asked for.
 */
export async function youngVersions({ entries }: Lock, ask: Run, now: number): Promise<Finding> {
  const since = new Date(now - YOUNGEST_MS).toISOString();
  const commit = (
    await ask('git', ['log', '-1', '--format=%H', `--before=${since}`, '--', 'package-lock.json'])
  )?.trim();
  const before = commit === undefined ? null : await ask('git', ['show', `${commit}:package-lock.json`]);
  if (before === null) {
    return { problems: [], notChecked: 'the age of versions (the history at hand has no lock file of three days ago)' };
  }
  const known = new Set(parseLock(before).entries.map(versionOf));
  const fresh = [...new Set(entries.map(versionOf))].filter((version) => !known.has(version));
  if (fresh.length > MOST_ASKED) {
    return { problems: [], notChecked: `the age of ${fresh.length} new versions (too many to ask for)` };
  }
  const ages = await Promise.all(fresh.map(async (version) => ({ version, at: await publishedAt(version, ask) })));
  const unknown = ages.filter(({ at }) => at === null).map(({ version }) => version);
  return {
    problems: ages
      .filter(({ at }) => at !== null && now - at < YOUNGEST_MS)
      .map(({ version }) => `${version}: it is younger than three days`),
    ...(unknown.length === 0 ? {} : { notChecked: `the age of ${unknown.join(', ')} (the registry does not tell)` }),
  };
}

function versionOf({ name, version }: LockEntry): string {
  return `${name}@${version}`;
}

async function publishedAt(version: string, ask: Run): Promise<number | null> {
  const times = parse(await ask('npm', ['view', version, 'time', '--json'])) as Record<string, string> | null;
  const at = Date.parse(times?.[version.slice(version.lastIndexOf('@') + 1)] ?? '');
  return Number.isNaN(at) ? null : at;
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    // Not what npm prints when it could ask: the check was not made, and that is said.
    return null;
  }
}
