import { describe, expect, it } from 'vitest';
import { modelState } from './model-state.ts';

const answer = (verdict: 'loaded' | 'fits' | 'evicts' | 'spills', evicted: string[] = []) => ({
  fit: { verdict, sentence: 'It is too large for the card.', evicted },
  loadMs: 9_000,
  problem: '',
});

describe('what asking a model means', () => {
  it.each([
    [answer('loaded'), 'Warm: it is loaded, and answers at once.'],
    [answer('fits'), 'It is loaded first, which took 9 s last time; nothing goes for it.'],
    [answer('evicts', ['llama3.1:8b']), 'It is loaded first, which took 9 s last time; llama3.1:8b goes for it.'],
    [answer('evicts', ['a', 'b']), 'It is loaded first, which took 9 s last time; a and b go for it.'],
    [{ ...answer('fits'), loadMs: null }, 'It is loaded first; nothing goes for it.'],
    [answer('spills'), 'It is too large for the card.'],
    [
      { ...answer('fits'), fit: null },
      'What the memory of its card holds is not known here; loading it took 9 s last time.',
    ],
    [{ ...answer('fits'), problem: 'ollama cannot be reached' }, 'ollama cannot be reached. The request waits for it.'],
  ])('%#', (state, text) => {
    expect(modelState(state).text).toBe(text);
  });
});
