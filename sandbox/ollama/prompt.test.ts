import { describe, expect, it } from 'vitest';
import { cutAtStop, fitIntoContext } from './prompt.ts';
import { countTokens, tokenize } from './tokens.ts';

describe('tokens', () => {
  it.each(['', 'a', 'Why is the sky blue?', '  two  spaces ', 'kubernetes', 'ünï\n\n\tcode 🧭🧭', ' '.repeat(100)])(
    'give the text again: %j',
    (text) => {
      expect(tokenize(text).join('')).toBe(text);
      expect(tokenize(text).every((token) => [...token].length <= 14)).toBe(true);
    },
  );

  it('are about as many as words', () => {
    expect(countTokens('The sky is blue and the sea is not.')).toBe(9);
  });
});

describe('a prompt that is longer than the context', () => {
  const long = Array.from({ length: 50 }, (_, index) => `w${index}`).join(' ');
  const messages = [
    { role: 'system', content: 'keep me' },
    { role: 'user', content: long },
    { role: 'assistant', content: long },
    { role: 'user', content: 'the question' },
  ];

  it('loses the oldest messages first, never the system message nor the last', () => {
    expect(fitIntoContext(messages, 1000, true)).toBe(messages);
    expect(fitIntoContext(messages, 60, true)).toEqual([messages[0], messages[2], messages[3]]);
    expect(fitIntoContext(messages, 10, true)).toEqual([messages[0], messages[3]]);
  });

  it('keeps the end of a last message that alone is too long', () => {
    expect(fitIntoContext([{ role: 'user', content: long }], 3, true)[0]?.content).toBe(' w47 w48 w49');
  });

  it('is an error where the client does not want it cut', () => {
    expect(() => fitIntoContext(messages, 10, false)).toThrow('the input length exceeds the context length');
  });
});

it.each([
  ['one', 'a END b', 'END', 'a '],
  ['the first of several', 'a 2 b 1', ['1', '2'], 'a '],
  ['none in the text', 'a', ['x'], 'a'],
  ['nonsense', 'a', [3, ''], 'a'],
  ['absent', 'a', undefined, 'a'],
])('stop sequences: %s', (_, text, stop, expected) => {
  expect(cutAtStop(text, stop)).toBe(expected);
});
