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

function vitest(project: string): Step {
  const report = join(RESULTS, `${project}.json`);
  const count = (): Count => {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8')) as Record<
      string,
      number
    >;
    return { label: project, passed: numPassedTests ?? 0, failed: numFailedTests ?? 0, skipped: numPendingTests ?? 0 };
  };
  return {
    name: project,
    async run() {
      const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const result = await runStep('vitest', ['run', '--project', project, ...options]);
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

/** What needs servers. The database suites run once on each database; both at once take half as long again as one after the other. */
const SERVERS: Step[] = [vitest('conformance'), vitest('database'), vitest('database-postgresql')];

const BROWSER: Step[] = [
  { name: 'build', run: () => buildPortal() },
  { name: 'browser', run: () => runBrowserTests(), count: countBrowserTests },
];

async function runBrowserTests(): Promise<StepResult> {
  const browser = await ensureBrowser();
  if (!browser.ok) {
    return browser;
  }
  return await runStep('playwright', ['test']);
}

function countBrowserTests(): Count {
  const { stats } = JSON.parse(readFileSync(join(RESULTS, 'browser.json'), 'utf8')) as {
    stats: Record<string, number>;
  };
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = stats;
  return { label: 'browser', passed: expected, failed: unexpected + flaky, skipped };
}

/** Runs the steps one after the other; stops where one fails, and ends with one line of counts. */
async function runSteps(steps: readonly Step[]): Promise<boolean> {
  rmSync(RESULTS, { recursive: true, force: true });
  const startedAt = performance.now();
  const counts: Count[] = [];
  for (const step of steps) {
    process.stdout.write(`${step.name} … `);
    const { ok, output, seconds, notes = [] } = await step.run();
    console.log(`${ok ? 'ok' : 'FAILED'} (${seconds.toFixed(1)} s)`);
    for (const note of notes) {
      console.log(`  ${note}`);
    }
    if (!ok) {
      console.log(output);
      console.log(`FAILED at "${step.name}". ${summary(counts, startedAt)}`);
      return false;
    }
    const count = step.count?.();
    if (count !== undefined) {
      counts.push(count);
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
if (process.argv.includes('--long')) {
  // Read by `lib/testing/long.ts` and the configurations of both runners.
  process.env.PORTOLAN_LONG = '1';
}
const steps = [...STATIC, vitest('unit'), ...(quick ? [] : [...SERVERS, ...BROWSER])];
process.exitCode = (await runSteps(steps)) ? 0 : 1;
