import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { buildPortal } from './build-portal.ts';
import { checkDependencies } from './dependencies/check.ts';
import { runStep, type StepResult } from './run-step.ts';

const RESULTS = '.portolan/test';

/** How many tests a step ran, from the report that the runner wrote. */
type Count = { label: string; passed: number; failed: number; skipped: number };
type Step = { name: string; run(): Promise<StepResult>; count?: () => Count };

function vitest(name: string, projects: readonly string[] = [name]): Step {
  const report = join(RESULTS, `${name}.json`);
  const count = (): Count => {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<
      string,
      number
    >;
    return { label: name, passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 };
  };
  return {
    name,
    async run() {
      const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const result = await runStep('vitest', [
        'run',
        ...projects.flatMap((project) => ['--project', project]),
        ...options,
      ]);
      // Something that a test loads may end the process with a status of its own: what is written down counts as well.
      return { ...result, ok: result.ok && count().failed === 0 };
    },
    count,
  };
}

const STATIC: Step[] = [
  { name: 'format and lint', run: () => runStep('biome', ['ci', '--error-on-warnings', '.']) },
  { name: 'types', run: () => runStep('tsc', ['-p', '.']) },
  { name: 'dependencies', run: () => checkDependencies('.') },
];

/** What needs servers, the database suites once on each database: one run, in which no worker waits for the last file of another. */
const SERVERS = vitest('servers', ['conformance', 'database', 'database-postgresql']);

const isLong = process.argv.includes('--long');

/**
 * Faults wait more than they compute, so most have a platform of their own beside the main tests. Those that look at seconds
 * come last, with nothing beside them; a long run has the time to do one after the other.
 */
const BROWSER: (Step | Step[])[] = [
  { name: 'build', run: () => buildPortal() },
  { name: 'a browser for the tests', run: () => ensureBrowser() },
  ...(isLong
    ? [browserRun('browser')]
    : [
        [
          browserRun('browser', { PORTOLAN_BROWSER_RUN: 'browser' }, '--project=table'),
          browserRun('faults', { PORTOLAN_BROWSER_RUN: 'faults' }, '--no-deps', '--project=faults'),
        ],
      ]),
];

/** One run of the browser tests, on a platform of its own. */
function browserRun(run: string, environment: Record<string, string> = {}, ...options: string[]): Step {
  return {
    name: run,
    run: () => runStep('playwright', ['test', ...options], { ...process.env, ...environment }),
    count() {
      const { stats } = JSON.parse(readFileSync(join(RESULTS, `${run}.json`), 'utf8')) as {
        stats: Record<string, number>;
      };
      const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
      return { label: run, passed: expected, failed: unexpected + flaky, skipped };
    },
  };
}

/** Runs the steps one after the other, a list of them at once; stops where one fails, and ends with one line of counts. */
async function runSteps(steps: readonly (Step | Step[])[]): Promise<boolean> {
  rmSync(RESULTS, { recursive: true, force: true });
  const startedAt = performance.now();
  const counts: Count[] = [];
  for (const together of steps.map((step) => [step].flat())) {
    process.stdout.write(`${together.map(({ name }) => name).join(', ')} … `);
    const results = await Promise.all(together.map((step) => step.run()));
    const isOk = results.every(({ ok }) => ok);
    console.log(`${isOk ? 'ok' : 'FAILED'} (${results.map(({ seconds }) => `${seconds.toFixed(1)} s`).join(', ')})`);
    for (const [index, step] of together.entries()) {
      const { ok, output, notes = [] } = results[index] as StepResult;
      const count = ok ? step.count?.() : undefined;
      if (count !== undefined) {
        counts.push(count);
      }
      for (const note of notes) {
        console.log(`  ${note}`);
      }
      if (!ok) {
        console.log(output);
        console.log(`FAILED at "${step.name}". ${summary(counts, startedAt)}`);
      }
    }
    if (!isOk) {
      return false;
    }
  }
  console.log(summary(counts, startedAt));
  return true;
}

function summary(counts: readonly Count[], startedAt: number): string {
  const total = (key: 'passed' | 'failed' | 'skipped') => counts.reduce((sum, count) => sum + count[key], 0);
  const parts = counts.map(({ label, passed }) => `${label} ${passed}`).join(', ');
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  return `${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped (${parts}) in ${minutes} min`;
}

const quick = process.argv.includes('--quick');
if (isLong) {
  // Read by `lib/testing/long.ts` and the configurations of both runners.
  process.env.PORTOLAN_LONG = '1';
}
const steps = [STATIC, vitest('unit'), ...(quick ? [] : [SERVERS, ...BROWSER])];
process.exitCode = (await runSteps(steps)) ? 0 : 1;
