// The way in for every `npm run` command. It runs on any Node from 20 on, before anything is installed: it installs
// what is missing, makes what is generated, and hands over to Node 24 from node_modules, which runs TypeScript as it is.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..', '..');
const NODE = join(ROOT, 'node_modules', '.bin', 'node');
const [command, ...args] = process.argv.slice(2);
const environment = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: '1',
  CHECKPOINT_DISABLE: '1',
  PATH: join(ROOT, 'node_modules', '.bin') + delimiter + process.env.PATH,
};

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** npm writes this file when it has installed everything; a lock file that is newer has not been installed yet. */
function isInstalled() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  return (
    existsSync(NODE) &&
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(ROOT, 'package-lock.json')).mtimeMs
  );
}

/** Packages whose scripts may run; older npm would run everybody's, so none are run by the installation itself. */
function trusted() {
  const { allowScripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return Object.keys(allowScripts).filter((name) => allowScripts[name] && existsSync(join(ROOT, 'node_modules', name)));
}

function npm(...words) {
  const done = spawnSync('npm', [...words, '--loglevel=error'], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) {
    say(`npm ${words[0]} failed; its message is above. The npm registry must be reachable for the first run.`);
    process.exit(done.status ?? 1);
  }
}

function install() {
  say('Installing dependencies (npm ci), about a minute the first time …');
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
  npm('rebuild', '--foreground-scripts=false', ...trusted());
}

/** Files that what is generated is made from. */
const GENERATED_FROM = [
  'package-lock.json',
  'prisma/models.prisma',
  'prisma/compose.ts',
  'lib/cli/generate.ts',
  'lib/guardrails/schema/generate.ts',
];

function generate() {
  const digest = createHash('sha256');
  for (const file of GENERATED_FROM) {
    digest.update(existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file)) : file);
  }
  const wanted = digest.digest('hex');
  const stamp = join(ROOT, 'node_modules', '.cache', 'portolan', 'generated');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  say('Generating database clients and schemas …');
  const done = spawnSync(NODE, ['lib/cli/generate.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment,
  });
  if (done.status !== 0) {
    process.exit(done.status ?? 1);
  }
  mkdirSync(join(stamp, '..'), { recursive: true });
  writeFileSync(stamp, wanted);
}

if (!isInstalled()) {
  install();
}
generate();
const child = spawn(NODE, ['--conditions=react-server', `lib/cli/${command}.ts`, ...args], {
  cwd: ROOT,
  stdio: 'inherit',
  env: environment,
});
// The terminal sends Ctrl-C to the whole group; this process only waits for the other to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
}
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
