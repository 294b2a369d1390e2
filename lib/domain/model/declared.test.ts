import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import { readDeclared, type ValuesLayer } from './declared.ts';
import { parseModelfile } from './modelfile.ts';

function layer(text: string, path = 'apps/ollama/values.yaml'): ValuesLayer {
  const [document] = parseManifest(text).documents;
  return { path, value: document?.value, lineOf: (at) => document?.lineOf(at) ?? 1 };
}

const VALUES = `ollama:
  models:
    pull:
      - llama3.1:8b
      - nomic-embed-text
    run: [llama3.1:8b]
    create:
      - name: coder
        template: |
          from qwen2.5-coder:7b
          PARAMETER num_ctx 16384
          PARAMETER stop "<|im_end|>"
          PARAMETER stop <eos>
          SYSTEM """
          You write code.
          And tests.
          """
      - name: other
        configMapRef: modelfiles
    clean: true
extraEnv:
  - { name: OLLAMA_NUM_PARALLEL, value: "2" }
  - { name: HF_TOKEN, value: secret }
  - { name: OLLAMA_KEEP_ALIVE, valueFrom: {} }
ingress:
  hosts: [{ host: Ollama.homelab.local }]
`;

describe('the values of the chart', () => {
  it('names, makes, settings and hosts, each with its line', () => {
    const { models, ...rest } = readDeclared([layer(VALUES)]);
    expect(models.map(({ name, how, place }) => `${how} ${name} ${place.line}`)).toEqual([
      'pull llama3.1:8b 4',
      'pull nomic-embed-text 5',
      'run llama3.1:8b 6',
      'create coder 8',
      'create other 18',
    ]);
    expect(models[3]?.modelfile).toEqual({
      from: 'qwen2.5-coder:7b',
      parameters: { num_ctx: ['16384'], stop: ['<|im_end|>', '<eos>'] },
      system: 'You write code.\nAnd tests.',
    });
    expect(models[4]?.modelfile).toBeNull();
    expect(rest).toEqual({
      cleans: true,
      environment: { OLLAMA_NUM_PARALLEL: '2' },
      hosts: ['ollama.homelab.local'],
      problems: [],
    });
  });

  it('a later file replaces a list and leaves the others', () => {
    const later = layer('ollama: { models: { pull: [mistral], clean: false } }', 'apps/ollama/more.yaml');
    const { models, cleans } = readDeclared([layer(VALUES), later]);
    expect(models.filter(({ how }) => how === 'pull')).toEqual([
      { name: 'mistral', how: 'pull', place: { path: 'apps/ollama/more.yaml', line: 1 } },
    ]);
    expect(models.filter(({ how }) => how === 'create')).toHaveLength(2);
    expect(cleans).toBe(false);
  });

  it('null takes a list away', () => {
    expect(readDeclared([layer(VALUES), layer('ollama: { models: { pull: null } }')]).models).toHaveLength(3);
  });

  it('the plain list of the chart before 1.0', () => {
    expect(readDeclared([layer('ollama: { models: [mistral] }')]).models).toMatchObject([
      { name: 'mistral', how: 'pull' },
    ]);
  });

  it.each([
    ['ollama: { models: { pull: mistral } }', 'values.yaml:1: ollama.models.pull is no list'],
    ['ollama: { models: { run: [3] } }', 'an entry of ollama.models.run is no name of a model'],
    ['ollama: { models: { pull: ["<b>x"] } }', 'is no name of a model'],
    ['ollama: { models: { create: [{ template: "FROM x" }] } }', 'an entry of ollama.models.create has no name'],
  ])('%s is told, and costs only itself', (text, problem) => {
    const read = readDeclared([layer(text)]);
    expect(read.models).toEqual([]);
    expect(read.problems).toEqual([expect.stringContaining(problem)]);
  });

  it('whatever stands there, it does not throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (models, environment) => {
        const value = { ollama: { models }, extraEnv: environment };
        expect(readDeclared([{ path: 'v', value, lineOf: () => 1 }]).models).toBeInstanceOf(Array);
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});

describe('Modelfiles', () => {
  it.each([
    ['a text of three quotes on one line', 'SYSTEM """be kind"""', { system: 'be kind' }],
    ['quotes', 'SYSTEM "be kind"', { system: 'be kind' }],
    ['comments and nonsense', '# FROM a\nFROM b\nwhat\n\n', { from: 'b' }],
    ['a text that never ends', 'SYSTEM """be\nFROM b', { from: 'b' }],
    ['an instruction inside a text', 'FROM a\nSYSTEM """\nFROM b\n"""', { from: 'a', system: 'FROM b' }],
    ['windows', 'FROM a\r\nPARAMETER num_ctx 4096\r\n', { from: 'a', parameters: { num_ctx: ['4096'] } }],
    ['a name that is no parameter', 'PARAMETER __proto__ 1', { parameters: {} }],
  ])('%s', (_, text, expected) => {
    expect(parseModelfile(text)).toMatchObject(expected);
  });

  it('a text of a megabyte without an end is read at once', () => {
    expect(parseModelfile(`SYSTEM """${'x\nSYSTEM """'.repeat(100_000)}`).from).toBe('');
  });
});
