import { describe, expect, it } from 'vitest';
import { createAnnouncementStore } from './announcements.ts';

const texts = (store: ReturnType<typeof createAnnouncementStore>) => store.snapshot().map((one) => one.text);

describe('the announcement store', () => {
  it('keeps the newest three', () => {
    const store = createAnnouncementStore();
    for (const text of ['one', 'two', 'three', 'four']) {
      store.announce(text);
    }
    expect(texts(store)).toEqual(['two', 'three', 'four']);
  });

  it('says a repeated sentence again instead of twice', () => {
    const store = createAnnouncementStore();
    store.announce('Copied');
    const first = store.snapshot()[0]?.id;
    store.announce('Copied');
    expect(texts(store)).toEqual(['Copied']);
    expect(store.snapshot()[0]?.id).not.toBe(first);
  });

  it('tells its listeners of each change, and no longer after they left', () => {
    const store = createAnnouncementStore();
    let calls = 0;
    const leave = store.subscribe(() => {
      calls += 1;
    });
    store.announce('Saved');
    const id = store.snapshot()[0]?.id ?? 0;
    store.dismiss(id);
    store.dismiss(id);
    leave();
    store.announce('Saved');
    expect(calls).toBe(2);
  });
});
