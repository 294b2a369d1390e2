import { describe, expect, it } from 'vitest';
import { longName, nameKey, parseModelName, shortName } from './model-name.ts';

describe('names of models', () => {
  it.each([
    ['llama3.1', 'llama3.1:latest', 'registry.ollama.ai/library/llama3.1:latest'],
    ['llama3.1:8b', 'llama3.1:8b', 'registry.ollama.ai/library/llama3.1:8b'],
    ['dana/coder:v2', 'dana/coder:v2', 'registry.ollama.ai/dana/coder:v2'],
    [
      'hub.example.org:5000/dana/coder',
      'hub.example.org:5000/dana/coder:latest',
      'hub.example.org:5000/dana/coder:latest',
    ],
  ])('%s', (text, short, long) => {
    const name = parseModelName(text);
    expect(name && [shortName(name), longName(name)]).toEqual([short, long]);
  });

  it('case does not count', () => {
    const keys = ['Llama3.1:8B', 'library/llama3.1:8b'].map(parseModelName).map((name) => name && nameKey(name));
    expect(keys[0]).toBe(keys[1]);
  });

  it.each(['', ':8b', 'a:', 'a b', '../a', 'a/b/c/d', 'a:b:c', '-a', 'a\u0000'])('%j is no name', (text) => {
    expect(parseModelName(text)).toBeNull();
  });
});
