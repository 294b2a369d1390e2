import type { Runner } from './runner.ts';

/** What GitHub calls the runners that it has for everybody: `ubuntu-latest`, `windows-2025`, `macos-15-xlarge`. */
const STANDARD = /^(ubuntu|windows|macos)-(latest|slim|\d[\w.]*)(-(large|xlarge|intel|arm|vs\d+))?$/i;

/**
 * Whether GitHub's own runners take a job with these labels. An organization gives its larger runners names of its own,
 * so that any name alone may be one of theirs; and a job that names a group has no labels.
 */
export function hostedChance(labels: readonly string[]): 'takes' | 'maybe' | null {
  const [only, ...more] = labels;
  if (only === undefined) {
    return 'maybe';
  }
  if (more.length > 0 || only.toLowerCase() === 'self-hosted') {
    return null;
  }
  return STANDARD.test(only) ? 'takes' : 'maybe';
}

/** Whether a runner of the fleet goes by all of these names: then it is the one that is meant. */
export function isOfFleet(
  runners: Iterable<Pick<Runner, 'forge' | 'name' | 'labels'>>,
  names: readonly string[],
): boolean {
  const wanted = names.map((name) => name.toLowerCase());
  for (const { forge, name, labels } of runners) {
    const own = [name, ...(labels ?? [])].map((each) => each.toLowerCase());
    if (forge === 'github' && wanted.every((each) => own.includes(each))) {
      return true;
    }
  }
  return false;
}
