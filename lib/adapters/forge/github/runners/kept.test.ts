import { describe, expect, it } from 'vitest';
import { createKeptPages } from './kept.ts';

const page = (text: string) => ({ items: [text], hasMore: false, tag: 'W/"1"' });

describe('answers that are kept', () => {
  it('are there until nobody asks for them any more', () => {
    const kept = createKeptPages(1000);
    kept.put('/a', page('a'));
    kept.put('/b', page('b'));
    kept.forgetUnasked();
    expect(kept.get('/a')).toMatchObject({ items: ['a'] });
    kept.forgetUnasked();
    expect(kept.get('/a')).toBeDefined();
    expect(kept.get('/b')).toBeUndefined();
  });

  it('are no more than so many bytes, the oldest forgotten', () => {
    const kept = createKeptPages(150);
    for (const path of ['/a', '/b', '/c', '/d']) {
      kept.put(path, page('x'.repeat(20)));
      expect(kept.bytes).toBeLessThanOrEqual(150);
    }
    expect(['/a', '/b', '/c', '/d'].filter((path) => kept.get(path) !== undefined)).toEqual(['/c', '/d']);
    kept.put('/large', page('x'.repeat(500)));
    expect(kept.bytes).toBe(0);
  });

  it('have a tag, or cannot be asked for by one', () => {
    const kept = createKeptPages(1000);
    kept.put('/a', page('a'));
    kept.put('/a', { ...page('a'), tag: '' });
    expect([kept.get('/a'), kept.bytes]).toEqual([undefined, 0]);
  });
});
