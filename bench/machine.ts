import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { findBrowser } from '#lib/cli/browser.ts';

/** What the figures were measured on. */
export type Machine = {
  cores: number;
  processor: string;
  memoryGb: number;
  node: string;
  browser: string;
  commit: string;
  /** Processes that wanted a core in the minute before the first figure: over the number of cores, others were at work. */
  loadBefore: number;
};

function firstLine(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

export function describeMachine(): Machine {
  const browser = findBrowser();
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 1e9),
    node: process.version,
    browser: browser === undefined ? 'none' : firstLine(browser, ['--version']),
    commit: firstLine('git', ['rev-parse', '--short', 'HEAD']),
    loadBefore: loadavg()[0] ?? 0,
  };
}
