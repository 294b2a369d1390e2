import { expect, it } from 'vitest';
import { isTest, readSource, sourceFiles } from './imports.ts';

const suites = sourceFiles().filter((path) => isTest(path) && path.endsWith('.database.test.ts'));
/** Whole suites that are about one database, with the reason they give. */
const EXCEPTION = /describeOnlyOn\(\s*'(SQLite|PostgreSQL)',\s*'([^']*)'/g;

it('every suite of the store runs on both databases, or says why it is about one', () => {
  expect(suites.length).toBeGreaterThan(8);
  const silent = suites.filter((path) => {
    const source = readSource(path);
    const reasons = [...source.matchAll(EXCEPTION)].filter(([, , reason = '']) => reason.trim().length > 10);
    const exceptions = source.match(/describeOnlyOn\(/g)?.length ?? 0;
    // How something is done may differ, what is tried may not.
    const leftOut = /(?:runIf|skipIf)\(\s*DATABASE|DATABASE [!=]== '\w+'\)? ?[{?&]\s*(?:it|test|describe)\b/.test(
      source,
    );
    return reasons.length !== exceptions || leftOut;
  });
  expect(silent).toEqual([]);
});

it('the runner of the tests runs them on both', () => {
  const runner = readSource('lib/cli/test.ts');
  const projects = [...readSource('vitest.config.ts').matchAll(/databaseProject\('([\w-]+)', '(\w+)'\)/g)];
  expect(projects.map(([, , database]) => database).toSorted()).toEqual(['PostgreSQL', 'SQLite']);
  const run = /vitest\('servers', \[([^\]]*)\]\)/.exec(runner)?.[1] ?? '';
  expect(projects.filter(([, name]) => !run.includes(`'${name}'`))).toEqual([]);
});
