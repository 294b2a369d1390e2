import { describeMachine } from '../../bench/machine.ts';
import { BENCH_FLAGS } from '../../bench/options.ts';
import { formatGrowth } from '../../bench/report/growth.ts';
import { formatTable } from '../../bench/report/table.ts';
import { writeResults } from '../../bench/report/write-results.ts';
import { runBench } from '../../bench/run-bench.ts';
import { buildPortal } from './build-portal.ts';
import { runCommand } from './flags/run-command.ts';

const ABOUT = `Measures the portal's goals on generated platforms, each beside its baseline in the same run, and writes
what it found to bench/results. What each goal is: docs/performance.md.`;

await runCommand({ name: 'bench', about: ABOUT, flags: BENCH_FLAGS }, async (options) => {
  const startedAt = new Date();
  const machine = describeMachine();
  console.log('Building the portal, if anything has changed …');
  const build = await buildPortal();
  if (!build.ok) {
    throw new Error(`${build.output}\nThe build failed; its output is above.`);
  }
  const outcome = await runBench(options, (text) => console.log(text));
  const file = writeResults({ startedAt, options, machine, ...outcome });
  console.log(`\n${formatTable(outcome.figures)}\n`);
  const growth = formatGrowth(outcome.figures);
  if (growth !== null) {
    console.log(`${growth}\n`);
  }
  for (const failure of outcome.failures) {
    console.error(`Not measured: ${failure}`);
  }
  const minutes = (Date.now() - startedAt.getTime()) / 60_000;
  console.log(
    `${machine.cores} × ${machine.processor}, ${machine.memoryGb} GB, Node ${machine.node}, ${machine.browser}; ${minutes.toFixed(1)} min; ${file}`,
  );
  process.exitCode = outcome.failures.length === 0 ? 0 : 1;
});
