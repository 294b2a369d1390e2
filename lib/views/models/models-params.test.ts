import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstalledRow } from './installed-row.ts';
import {
  contextOf,
  formatModelsAddress,
  isAsked,
  type ModelsAddress,
  NO_QUESTION,
  parseModelsAddress,
  sizeOf,
} from './models-params.ts';
import { ALL_INSTALLED, INSTALLED_SORTS, selectInstalled } from './select-installed.ts';

const parse = (query: string) => parseModelsAddress(new URLSearchParams(query));

describe('the address', () => {
  it('says the table and the question, and leaves out what is as usual', () => {
    const address: ModelsAddress = {
      search: 'qwen',
      server: 'lab',
      sort: 'size',
      descending: true,
      question: { server: 'lab', model: 'qwen2.5-coder:7b', size: '', context: '16k' },
    };
    const query = formatModelsAddress(address);
    expect(query).toBe('?q=qwen&on=lab&sort=-size&server=lab&model=qwen2.5-coder%3A7b&context=16k');
    expect(parse(query)).toEqual(address);
    expect(formatModelsAddress({ ...ALL_INSTALLED, question: NO_QUESTION })).toBe('');
    expect(isAsked(parse('server=lab').question)).toBe(false);
  });

  it('whatever stands there can be read, and is written as it was read', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('q', 'on', 'sort', 'server', 'model', 'size', 'context', 'x'), fc.string()),
        (given) => {
          const read = parse(new URLSearchParams(given).toString());
          expect(parse(formatModelsAddress(read))).toEqual(read);
          expect(INSTALLED_SORTS).toContain(read.sort);
        },
      ),
      { seed: 6 },
    );
  });
});

it.each([
  ['4.7 GB', 4_700_000_000],
  ['8Gi', 8 * 1024 ** 3],
  ['8 GiB', 8 * 1024 ** 3],
  ['512mib', 512 * 1024 ** 2],
  ['1000', 1000],
  ['3k', 3000],
  ['', null],
  ['0', null],
  ['-1 GB', null],
  ['8 apples', null],
  ['999999999999999 TB', null],
])('the size %j is %j', (text, expected) => {
  expect(sizeOf(text)).toBe(expected);
});

it.each([
  ['16384', 16_384],
  ['16,384', 16_384],
  ['16k', 16_384],
  ['16 K', 16_384],
  ['0', null],
  ['', null],
  ['many', null],
  ['1.5k', null],
])('the context %j is %j', (text, expected) => {
  expect(contextOf(text)).toBe(expected);
});

describe('the table', () => {
  const row = (name: string, sizeBytes: number, server = 'lab'): InstalledRow => ({
    id: `${server}/${name}`,
    server,
    serverLabel: server,
    isLoaded: false,
    name,
    digest: 'd',
    family: name.slice(0, 4),
    parameterSize: '7B',
    quantization: 'Q4_0',
    sizeBytes,
    modifiedAt: null,
  });
  const rows = [row('qwen:7b', 3), row('llama:8b', 5), row('phi:3b', 1, 'metal'), row('llama:8b', 5, 'metal')];
  it.each([
    [{}, ['lab/llama:8b', 'metal/llama:8b', 'metal/phi:3b', 'lab/qwen:7b']],
    [{ sort: 'size' as const, descending: true }, ['metal/llama:8b', 'lab/llama:8b', 'lab/qwen:7b', 'metal/phi:3b']],
    [{ search: 'LLAMA metal' }, ['metal/llama:8b']],
    [{ server: 'lab' }, ['lab/llama:8b', 'lab/qwen:7b']],
    [{ search: 'nobody' }, []],
  ])('%j', (change, expected) => {
    expect(selectInstalled(rows, { ...ALL_INSTALLED, ...change }).map(({ id }) => id)).toEqual(expected);
  });
});
