import { spawn } from 'node:child_process';

/** A git command that did not work; `message` is fit to be shown, without credentials. */
export class GitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GitError';
  }
}

/** An address without its credentials, and the HTTP header that carries them; null when there are none. */
export type GitAddress = { url: string; authorization: string | null };

export function gitAddress(cloneUrl: string): GitAddress {
  if (!/^https?:\/\//.test(cloneUrl)) {
    return { url: cloneUrl, authorization: null };
  }
  const parsed = new URL(cloneUrl);
  const { username, password } = parsed;
  parsed.username = '';
  parsed.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    url: parsed.href,
    authorization: username === '' ? null : `Authorization: Basic ${Buffer.from(pair).toString('base64')}`,
  };
}

/** What a surrounding git (a hook, a test run from one) may have left in the environment. */
const UNSET = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_CONFIG_PARAMETERS'];
const FIXED = ['GIT_TERMINAL_PROMPT=0', 'GIT_CONFIG_NOSYSTEM=1', 'GIT_CONFIG_GLOBAL=/dev/null', 'LC_ALL=C'];

const MOST_OUTPUT_BYTES = 256 * 1024 * 1024;

/**
 * Runs git and gives what it wrote. It asks nobody for a password and reads no configuration of the machine.
 * @throws GitError with the last lines git said
 */
export function runGit(args: readonly string[], options: { input?: string; timeoutMs?: number } = {}): Promise<Buffer> {
  const { input, timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    const unset = UNSET.flatMap((name) => ['-u', name]);
    const child = spawn('env', [...unset, ...FIXED, 'git', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_OUTPUT_BYTES) {
        child.kill();
      }
      chunks.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    child.on('error', (error) => reject(new GitError(`git could not be started: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) {
        resolve(Buffer.concat(chunks));
      } else {
        reject(new GitError(said.trim() || `git ended with code ${code}`));
      }
    });
    // A child that ends before it has read everything is reported by its exit code.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
