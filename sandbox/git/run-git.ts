import { type ChildProcess, spawn } from 'node:child_process';

/** git ended with an exit code that the caller did not expect. */
export class GitError extends Error {
  readonly exitCode: number | null;
  readonly stderr: string;

  constructor(args: readonly string[], exitCode: number | null, stderr: string) {
    super(`git ${args[0]} ended with ${exitCode}: ${stderr.trim()}`);
    this.name = 'GitError';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

export type GitOptions = {
  input?: Buffer | string;
  /** Added to git's environment. */
  env?: Record<string, string>;
  cwd?: string;
  /** Exit codes that are an answer, not a failure. Default: only 0. */
  exitCodes?: readonly number[];
};

export type GitResult = { exitCode: number; stdout: Buffer; text: string };

/** What a surrounding git (a hook, a test run from one) may have left in the environment. */
const INHERITED = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_COMMON_DIR',
  'GIT_PREFIX',
];

/** Set for every git of the sandbox: the machine's and the user's own configuration must not matter. */
const FIXED = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

/** Starts git on a repository without a shell. Arguments are passed as they are. */
export function spawnGit(gitDir: string, args: readonly string[], options: GitOptions = {}): ChildProcess {
  const environment = Object.entries({ ...FIXED, ...options.env }).map(([name, value]) => `${name}=${value}`);
  const unset = INHERITED.flatMap((name) => ['-u', name]);
  return spawn('env', [...unset, ...environment, 'git', `--git-dir=${gitDir}`, '--literal-pathspecs', ...args], {
    cwd: options.cwd,
    stdio: 'pipe',
  });
}

/** Runs git to its end. Throws GitError on an exit code that is not among `exitCodes`. */
export async function runGit(gitDir: string, args: readonly string[], options: GitOptions = {}): Promise<GitResult> {
  const child = spawnGit(gitDir, args, options);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
    // git may end before it has read all its input; its exit code says why, the broken pipe adds nothing.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input ?? '');
  });
  if (exitCode === null || !(options.exitCodes ?? [0]).includes(exitCode)) {
    throw new GitError(args, exitCode, Buffer.concat(stderr).toString('utf8'));
  }
  const output = Buffer.concat(stdout);
  return { exitCode, stdout: output, text: output.toString('utf8') };
}
