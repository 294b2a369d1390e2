import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runStep } from '#lib/cli/run-step.ts';
import { type Figure, figure } from '../report/figure.ts';
import { alternate, type Repetitions } from '../statistics/alternate.ts';
import type { MeasureContext } from './context.ts';

const REPETITIONS: Repetitions = { least: 3, most: 5 };
const QUICK: Repetitions = { least: 1, most: 1 };

const TREE_MIB = 150;
const PACKAGES = 300;
const INSTALL_S = 60;
const BUILD_S = 90;

const EMPTY = 'empty Next.js application';

type Tree = { installS: number; buildS: number; mib: number; packages: number };

/** S8: a copy of the sources is installed with an empty cache and built, in turn with an application that is empty. */
export async function measureTree(context: MeasureContext): Promise<Figure[]> {
  const measure = async (write: (dir: string) => void, build: Command) => {
    const dir = mkdtempSync(join(tmpdir(), 'portolan-bench-'));
    try {
      write(dir);
      const tree = await installAndBuild(dir, build);
      context.say(`  installed in ${tree.installS.toFixed(1)} s, built in ${tree.buildS.toFixed(1)} s`);
      return tree;
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  };
  const { ours, theirs } = await alternate<Tree, Tree>({
    ...(context.quick ? QUICK : REPETITIONS),
    ours: () => measure(copySources, ['node', ['lib/cli/bootstrap.mjs', 'build']]),
    theirs: () => measure(writeEmptyApplication, ['next', ['build']]),
    figureOf: ({ buildS }) => buildS,
  });
  const line = (what: string, key: keyof Tree, unit: Figure['unit'], limit: number) =>
    figure({
      goal: 'S8',
      what,
      unit,
      limit,
      samples: ours.map((tree) => tree[key]),
      baseline: { label: EMPTY, samples: theirs.map((tree) => tree[key]) },
    });
  return [
    line('production tree', 'mib', 'MiB', TREE_MIB),
    line('packages in the production tree', 'packages', '', PACKAGES),
    line('clean install, empty cache', 'installS', 's', INSTALL_S),
    line('build', 'buildS', 's', BUILD_S),
  ];
}

type Command = readonly [command: string, args: readonly string[]];

async function installAndBuild(dir: string, build: Command): Promise<Tree> {
  const bin = join(dir, 'node_modules/.bin');
  const cache = mkdtempSync(join(tmpdir(), 'portolan-bench-cache-'));
  const environment = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', npm_config_cache: cache };
  const step = async ([command, args]: Command) => {
    const script = [command, ...args].join(' ');
    const result = await runStep('sh', ['-c', `cd ${dir} && PATH=${bin}:$PATH ${script}`], environment);
    if (!result.ok) {
      throw new Error(`${script} failed:\n${result.output.slice(-2000)}`);
    }
    return result.seconds;
  };
  try {
    const isLocked = existsSync(join(dir, 'package-lock.json'));
    const installS = await step(['npm', [isLocked ? 'ci' : 'install', '--no-audit', '--no-fund']]);
    const buildS = await step(build);
    return { installS, buildS, ...productionTree(join(dir, '.next/standalone')) };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

function productionTree(dir: string): { mib: number; packages: number } {
  const [kib = ''] = execFileSync('du', ['-sk', dir], { encoding: 'utf8' }).split('\t');
  const manifests = globSync('**/node_modules/{*,@*/*}/package.json', { cwd: dir });
  return { mib: Number(kib) / 1024, packages: manifests.length };
}

function copySources(dir: string): void {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  for (const path of files.split('\0').filter((each) => each !== '' && existsSync(each))) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    cpSync(path, join(dir, path));
  }
}

/** As little as this framework builds: what it costs that is none of ours. */
function writeEmptyApplication(dir: string): void {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> };
  const { next, react, 'react-dom': reactDom } = dependencies;
  const files = {
    'package.json': JSON.stringify({ private: true, dependencies: { next, react, 'react-dom': reactDom } }),
    'next.config.mjs': "export default { output: 'standalone' };",
    'app/layout.js':
      'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
    'app/page.js': 'export default function Page() { return <p>Hello</p>; }',
  };
  mkdirSync(join(dir, 'app'));
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(join(dir, path), text);
  }
}
