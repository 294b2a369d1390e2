import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familyKey, modelKey, withTag } from './model-name.ts';
import { processorOf } from './processor.ts';

describe('names', () => {
  it.each([
    ['llama3.2', 'llama3.2:latest'],
    ['llama3.2:3b', 'llama3.2:3b'],
    ['dana/coder', 'dana/coder:latest'],
    ['localhost:5000/coder', 'localhost:5000/coder:latest'],
    ['coder@sha256:ab', 'coder@sha256:ab'],
  ])('%s is %s', (name, expected) => {
    expect(withTag(name)).toBe(expected);
  });

  it.each([
    ['llama3.1', 'llama3.1:latest'],
    ['Llama3.1:8B', 'llama3.1:8b'],
    ['library/mistral', 'mistral'],
    ['registry.ollama.ai/library/mistral:latest', 'mistral'],
    [' mistral ', 'mistral'],
  ])('%s and %s are one model', (one, other) => {
    expect(modelKey(one)).toBe(modelKey(other));
  });

  it.each([
    ['llama3.1:8b', 'llama3.1:70b'],
    ['dana/mistral', 'mistral'],
    ['hub.example.org:5000/library/mistral', 'mistral'],
  ])('%s and %s are two', (one, other) => {
    expect(modelKey(one)).not.toBe(modelKey(other));
  });

  it('the family leaves out the tag, and not the port of a registry', () => {
    expect(familyKey('Llama3.1:8b')).toBe('llama3.1');
    expect(familyKey('hub.example.org:5000/dana/coder')).toBe('hub.example.org:5000/dana/coder');
    expect(familyKey('coder@sha256:ab')).toBe('coder');
  });

  it('a key is its own key', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9./:-]{0,30}$/), (name) => {
        expect(modelKey(withTag(name))).toBe(modelKey(name));
      }),
      { seed: 1 },
    );
  });
});

it.each([
  [0, 0, '100% CPU'],
  [100, 0, '100% CPU'],
  [100, 100, '100% GPU'],
  [0, 1, 'Unknown'],
  [100, 101, 'Unknown'],
  [100, 52, '48%/52% CPU/GPU'],
  [1000, 1, '100%/0% CPU/GPU'],
  [1000, 995, '1%/99% CPU/GPU'],
])('of %i bytes %i in VRAM: %s', (sizeBytes, vramBytes, expected) => {
  expect(processorOf({ sizeBytes, vramBytes })).toBe(expected);
});
