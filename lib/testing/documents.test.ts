import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;

/** The guides of the portal. The GitOps repository of the sandbox has its own. */
const documents = globSync('{*,{docs,deploy,lib,sandbox,e2e,bench,templates,components}/**/*}.md', {
  cwd: ROOT,
}).filter((path) => !path.startsWith('sandbox/platform/repository/'));

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

/** As the forges make anchors of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links within the repository, with where they lead. */
function linksOf(path: string): { link: string; file: string; anchor: string | undefined }[] {
  const prose = read(path).replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [target = '', anchor] = link.split('#');
      return { link, file: target === '' ? path : join(dirname(path), target), anchor };
    });
}

const PLACE = /`((?:app|components|deploy|docs|e2e|lib|prisma|sandbox|templates)\/[\w./-]*)`/g;

describe.each(documents)('%s', (path) => {
  it('links to what is there', () => {
    const broken = linksOf(path).filter(
      ({ file, anchor }) =>
        !existsSync(join(ROOT, file)) || (anchor !== undefined && !anchorsOf(read(file)).includes(anchor)),
    );
    expect(broken.map(({ link }) => link)).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const places = [...read(path).matchAll(PLACE)].map(([, place = '']) => place);
    const missing = places.filter(
      (place) => !existsSync(join(ROOT, place)) && !existsSync(join(ROOT, dirname(path), place)),
    );
    expect(missing).toEqual([]);
  });

  it('names commands that there are', () => {
    const commands = [...read(path).matchAll(/npm run ([a-z-]+)/g)].map(([, command = '']) => command);
    const program = (command: string) => /bootstrap\.mjs ([a-z-]+)/.exec(scripts[command] ?? '')?.[1];
    const missing = commands.filter((command) => {
      const name = program(command);
      return !Object.hasOwn(scripts, command) || (name !== undefined && !existsSync(join(ROOT, `lib/cli/${name}.ts`)));
    });
    expect(missing).toEqual([]);
  });
});

it('components/README.md lists parts that there are', () => {
  const listed = [...read('components/README.md').matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([A-Z]\w+)`/g)].map(([, name = '']) => name),
  );
  const sources = globSync('components/**/*.{ts,tsx}', { cwd: ROOT }).map(read).join('\n');
  const gone = listed.filter((name) => !new RegExp(`export (?:function|const|type) ${name}\\b`).test(sources));
  expect(gone).toEqual([]);
  expect(listed.length).toBeGreaterThan(30);
});
