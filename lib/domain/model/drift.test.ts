import { describe, expect, it } from 'vitest';
import type { DeclaredModel } from './declared.ts';
import { driftOf } from './drift.ts';
import type { InstalledModel, LoadedModel, ModelCard } from './model.ts';
import { parseModelfile } from './modelfile.ts';

const place = { path: 'values.yaml', line: 4 };
const installed = (name: string): InstalledModel => ({
  name,
  digest: 'd'.repeat(64),
  family: 'llama',
  parameterSize: '8B',
  quantization: 'Q4_K_M',
  sizeBytes: 1,
  modifiedAt: null,
});
const loaded = (name: string): LoadedModel => ({
  ...installed(name),
  vramBytes: 1,
  contextLength: 4096,
  expiresAt: null,
});
const pull = (name: string): DeclaredModel => ({ name, how: 'pull', place });
const create = (name: string, text: string | null): DeclaredModel => ({
  name,
  how: 'create',
  place,
  modelfile: text === null ? null : parseModelfile(text),
});
const card = (more: Partial<ModelCard>): ModelCard => ({
  capabilities: [],
  blocks: null,
  kvHeads: null,
  keyLength: null,
  valueLength: null,
  embeddingLength: null,
  hasSlidingWindow: false,
  vocabulary: null,
  contextLength: null,
  parameters: {},
  system: '',
  parentModel: '',
  ...more,
});

function drift(
  declared: DeclaredModel[],
  names: string[],
  more: { cleans?: boolean; loaded?: string[]; cards?: Record<string, ModelCard> } = {},
) {
  return driftOf({
    declared,
    cleans: more.cleans ?? false,
    installed: names.map(installed),
    loaded: (more.loaded ?? []).map(loaded),
    cards: new Map(Object.entries(more.cards ?? {})),
  });
}

it('what git says and what is there are one, however both write it', () => {
  expect(
    drift([pull('Nomic-Embed-Text'), pull('library/mistral')], ['nomic-embed-text:latest', 'mistral:latest']),
  ).toEqual([]);
});

it('a declared model that is not there, once, with what there is of its family', () => {
  const [finding, ...others] = drift([pull('llama3.2:8b'), { ...pull('llama3.2:8b'), how: 'run' }], ['llama3.2:3b']);
  expect(finding).toMatchObject({ kind: 'missing', model: 'llama3.2:8b', place });
  expect(finding?.sentence).toContain('its registry has no model of this name');
  expect(finding?.sentence).toContain('Installed of the same family: llama3.2:3b.');
  expect(others).toMatchObject([{ kind: 'extra', model: 'llama3.2:3b' }]);
});

it.each([
  [false, 'lost with the volume'],
  [true, 'deletes it at its next start'],
])('an extra model, where the chart cleans: %s', (cleans, words) => {
  expect(drift([], ['mistral:latest'], { cleans })).toMatchObject([
    { kind: 'extra', place: null, sentence: expect.stringContaining(words) },
  ]);
});

it('the model that another is made from is no extra', () => {
  const cards = { 'coder:latest': card({ parentModel: 'qwen2.5-coder:7b' }) };
  expect(drift([create('coder', 'FROM qwen2.5-coder:7b')], ['coder:latest', 'qwen2.5-coder:7b'], { cards })).toEqual(
    [],
  );
});

describe('a made model', () => {
  const text =
    'FROM qwen2.5-coder:7b\nPARAMETER num_ctx 16384\nPARAMETER temperature 0.30\nSYSTEM """Be kind.\nBe short."""';
  const same = {
    parentModel: 'Qwen2.5-coder:7b',
    parameters: { num_ctx: ['16384'], temperature: ['0.3'] },
    system: 'Be kind. Be short.',
  };
  it.each<[string, Partial<ModelCard>, string | null]>([
    ['the same', {}, null],
    ['made from another', { parentModel: 'llama3.1:8b' }, 'FROM qwen2.5-coder:7b, not llama3.1:8b'],
    ['made from something not noted', { parentModel: '' }, null],
    ['made from a file of weights', { parentModel: '/root/.ollama/models/blobs/sha256-ab' }, null],
    ['another parameter', { parameters: { ...same.parameters, num_ctx: ['4096'] } }, 'num_ctx 16384, not 4096'],
    ['a parameter too many', { parameters: { ...same.parameters, top_p: ['1'] } }, 'top_p not set, not 1'],
    ['a parameter short', { parameters: { num_ctx: ['16384'] } }, 'temperature 0.3, not unset'],
    ['another system', { system: 'Be rude.' }, 'another SYSTEM'],
    ['no system', { system: '' }, 'SYSTEM is not set'],
  ])('%s', (_, change, words) => {
    const cards = { 'coder:latest': card({ ...same, ...change }) };
    const findings = drift([create('coder', text), pull('qwen2.5-coder:7b')], ['coder:latest', 'qwen2.5-coder:7b'], {
      cards,
    });
    expect(findings).toEqual(
      words === null ? [] : [expect.objectContaining({ kind: 'different', sentence: expect.stringContaining(words) })],
    );
  });

  it.each([
    [null, 'is in a ConfigMap'],
    [text, 'has not been read yet'],
  ])('that cannot be compared is told as unknown, never as the same', (given, words) => {
    expect(drift([create('coder', given)], ['coder:latest'])).toMatchObject([
      { kind: 'unknown', sentence: expect.stringContaining(words) },
    ]);
  });

  it('a Modelfile in git that says other than the values', () => {
    const file: DeclaredModel = { ...create('coder', 'FROM qwen2.5-coder:7b'), how: 'modelfile' };
    const findings = drift(
      [create('coder', text), file, pull('qwen2.5-coder:7b')],
      ['coder:latest', 'qwen2.5-coder:7b'],
      {
        cards: { 'coder:latest': card(same) },
      },
    );
    expect(findings).toMatchObject([{ kind: 'different', sentence: expect.stringContaining('Git says it twice') }]);
  });

  it('a Modelfile that nothing makes', () => {
    const file: DeclaredModel = { ...create('devops', 'FROM llama3.1:8b'), how: 'modelfile' };
    expect(drift([file], [])).toMatchObject([
      { kind: 'missing', sentence: expect.stringContaining('nothing makes it') },
    ]);
  });
});

it('what is to run is asked for in memory, and only where it is installed', () => {
  const run: DeclaredModel = { name: 'mistral', how: 'run', place };
  expect(drift([run], ['mistral:latest'])).toMatchObject([{ kind: 'not-loaded' }]);
  expect(drift([run], ['mistral:latest'], { loaded: ['Mistral:latest'] })).toEqual([]);
  expect(drift([run], [])).toMatchObject([{ kind: 'missing' }]);
});
