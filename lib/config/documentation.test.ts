import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument, stringify, type YAMLSeq } from 'yaml';
import { z } from 'zod';
import { loadConfig } from './load.ts';
import { parseConfig } from './read-file.ts';
import { ConfigFile } from './schema.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const DOCUMENT = readFileSync(join(ROOT, 'docs/configuration.md'), 'utf8');
const EXAMPLE = join(ROOT, 'docs/portolan.example.yaml');

/** A key of the file as its table has it: `required`, `none`, the default as YAML, or `below` for one that an example shows. */
type Row = { key: string; fallback: string };
type Key = { key: string; isRequired: boolean; fallback?: unknown };

const LEAVES = [z.ZodString, z.ZodURL, z.ZodNumber, z.ZodBoolean, z.ZodEnum];

/** Every key of a schema by its dotted path. Throws for what it cannot look into, so that nothing is left out unseen. */
function keysOf(schema: z.core.$ZodType, key = '', known: Omit<Key, 'key'> = { isRequired: true }): Key[] {
  const self: Key[] = key === '' ? [] : [{ key, ...known }];
  if (schema instanceof z.ZodOptional) {
    return keysOf(schema.unwrap(), key, { isRequired: false });
  }
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return keysOf(schema.unwrap(), key, { isRequired: false, fallback: schema.def.defaultValue });
  }
  if (schema instanceof z.ZodObject) {
    // A mapping has no row of its own: its keys have.
    return Object.entries(schema.shape).flatMap(([name, inner]) => keysOf(inner, key === '' ? name : `${key}.${name}`));
  }
  if (schema instanceof z.ZodArray) {
    const { element } = schema;
    return element instanceof z.ZodObject ? [...self, ...keysOf(element, `${key}[]`)] : self;
  }
  if (LEAVES.some((leaf) => schema instanceof leaf)) {
    return self;
  }
  throw new TypeError(`${key}: this test does not know how to walk ${schema.constructor.name}`);
}

function rowsOf(document: string): Row[] {
  const rows: Row[] = [];
  let isInTable = false;
  for (const line of document.split('\n')) {
    const cells = line.split('|').map((cell) => cell.trim());
    isInTable = line.startsWith('|') && (isInTable || cells[1] === 'key');
    const key = /^`(.+)`$/.exec(cells[1] ?? '')?.[1];
    if (isInTable && key !== undefined) {
      rows.push({ key, fallback: cells[3] ?? '' });
    }
  }
  return rows;
}

const EXAMPLES = [...DOCUMENT.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');

function asDocumented({ key, fallback }: Row): Key {
  if (fallback === 'required' || fallback === 'none') {
    return { key, isRequired: fallback === 'required' };
  }
  if (fallback === 'below') {
    const path = key.split('.');
    const shown = EXAMPLES.map((text) => parseDocument(text)).find((document) => document.hasIn(path));
    return { key, isRequired: false, fallback: (shown?.getIn(path) as YAMLSeq | undefined)?.toJSON() };
  }
  return { key, isRequired: false, fallback: parse(fallback.replaceAll('`', '')) };
}

const byKey = (one: { key: string }, other: { key: string }) => (one.key < other.key ? -1 : 1);

describe('docs/configuration.md', () => {
  it('has a row for every key of the file, with its default, and no other', () => {
    const documented = rowsOf(DOCUMENT).map(asDocumented);
    expect(documented.toSorted(byKey)).toEqual(keysOf(ConfigFile).toSorted(byKey));
  });

  it('shows examples that can be used', () => {
    const [smallest = '', ...parts] = EXAMPLES;
    expect(parts.length).toBeGreaterThan(1);
    for (const part of ['', ...parts]) {
      const text = stringify({ ...parse(smallest), ...parse(part) });
      expect(parseConfig(text, 'portolan.yaml').url).toBe('https://portolan.homelab.local');
    }
  });

  it('names every variable that is read', () => {
    const read = new Set([...readByLoading(), ...namedInSources()]);
    const unnamed = [...read].filter((name) => !DOCUMENT.includes(`\`${name}\``));
    expect(unnamed).toEqual([]);
    expect(read.size).toBeGreaterThan(7);
  });
});

it('docs/portolan.example.yaml can be used', () => {
  expect(parseConfig(readFileSync(EXAMPLE, 'utf8'), 'portolan.example.yaml')).toMatchObject({ models: [{}] });
});

/** The variables that loading the example asks for, the id of the connection as `<ID>`. `_FILE` goes for each secret. */
function readByLoading(): string[] {
  const asked: string[] = [];
  const values: Record<string, string> = {
    PORTOLAN_CONFIG: EXAMPLE,
    // A shared database, so that no key is made.
    PORTOLAN_DATABASE_URL: 'postgresql://localhost/portolan',
    PORTOLAN_SECRET_KEY: Buffer.alloc(32).toString('base64'),
    PORTOLAN_FORGE_GITLAB_TOKEN: 'token',
    PORTOLAN_FORGE_GITLAB_CLIENT_SECRET: 'secret',
    PORTOLAN_RUNNERS_GITHUB_TOKEN: 'token',
  };
  const environment = new Proxy(values, {
    get(target, name) {
      asked.push(String(name));
      return Reflect.get(target, name);
    },
  });
  loadConfig(environment, ROOT);
  return asked.map((name) => name.replace(/_FILE$/, '').replace(/_(GITLAB|HOMELAB|GITHUB)_/, '_<ID>_'));
}

/** The variables that the portal's sources name: `environment.NAME`, `process.env.NAME`, 'NAME'. */
function namedInSources(): string[] {
  return globSync('lib/{config,runtime}/**/*.ts', { cwd: ROOT })
    .filter((path) => !path.endsWith('.test.ts'))
    .flatMap((path) => [
      ...readFileSync(join(ROOT, path), 'utf8').matchAll(/(?:environment\.|process\.env\.|')(PORTOLAN_[A-Z_]+)/g),
    ])
    .map(([, name]) => name ?? '');
}
