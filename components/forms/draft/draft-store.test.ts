import { describe, expect, it } from 'vitest';
import type { FormPage } from '#lib/domain/template/template.ts';
import { type DraftStorage, readDraft, removeDraft, writeDraft } from './draft-store.ts';

const DAY = 24 * 3_600_000;
const pages: FormPage[] = [
  {
    title: '',
    description: '',
    schema: {
      properties: {
        name: {},
        token: { 'ui:widget': 'password' },
        env: { items: { properties: { key: { format: 'password' } } } },
      },
    },
  },
];

function memoryStorage(): DraftStorage & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return {
    texts,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => {
      texts.set(key, text);
    },
    removeItem: (key) => {
      texts.delete(key);
    },
  };
}

describe('drafts', () => {
  it('come back as they were, without masked fields', () => {
    const storage = memoryStorage();
    const values = { name: 'web', token: 's3cret', env: [{ key: 's3cret', n: 1 }] };
    const replaced = { from: 'An example', other: { name: 'mail', token: 's3cret' }, isUndone: true, isTouched: true };
    const clashes = [{ field: 'name', theirs: 'shop' }];
    expect(writeDraft(storage, 'web-service', pages, { values, clashes, replaced }, 1_000)).toBe(true);
    expect([...storage.texts.values()].join()).not.toContain('s3cret');
    expect(readDraft(storage, 'web-service', 2_000)).toEqual({
      values: { name: 'web', env: [{ n: 1 }] },
      clashes,
      replaced: { from: 'An example', other: { name: 'mail' }, isUndone: true, isTouched: true },
      savedAt: 1_000,
    });
  });

  it('are kept apart by key and go when they are discarded', () => {
    const storage = memoryStorage();
    writeDraft(storage, 'a', pages, { values: { name: 'a' }, clashes: [], replaced: null }, 0);
    expect(readDraft(storage, 'b', 0)).toBeNull();
    removeDraft(storage, 'a');
    expect(readDraft(storage, 'a', 0)).toBeNull();
  });

  it('are forgotten after a month', () => {
    const storage = memoryStorage();
    writeDraft(storage, 'a', pages, { values: { name: 'a' }, clashes: [], replaced: null }, 0);
    expect(readDraft(storage, 'a', 29 * DAY)).not.toBeNull();
    expect(readDraft(storage, 'a', 31 * DAY)).toBeNull();
  });

  it.each(['{', '5', 'null', '{"values":5}', '[]', ''])('are not made of %j', (text) => {
    const storage = memoryStorage();
    storage.texts.set('portolan-draft/a', text);
    expect(readDraft(storage, 'a', 0)).toBeNull();
  });

  it('are read without what is no clash', () => {
    const storage = memoryStorage();
    storage.texts.set('portolan-draft/a', '{"values":{},"savedAt":0,"clashes":[5,null,{"field":1},{"field":"b"}]}');
    expect(readDraft(storage, 'a', 0)?.clashes).toEqual([{ field: 'b', theirs: undefined }]);
  });

  it.each(['5', 'null', '{}', '{"from":"a"}', '{"from":1,"other":{}}'])(
    'are read without what replaced nothing: %s',
    (text) => {
      const storage = memoryStorage();
      storage.texts.set('portolan-draft/a', `{"values":{},"savedAt":0,"replaced":${text}}`);
      expect(readDraft(storage, 'a', 0)?.replaced).toBeNull();
    },
  );

  it('say so when there is no room', () => {
    const storage = memoryStorage();
    const full: DraftStorage = {
      ...storage,
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    expect(writeDraft(full, 'a', pages, { values: { name: 'a' }, clashes: [], replaced: null }, 0)).toBe(false);
    expect(
      writeDraft(storage, 'a', pages, { values: { name: 'x'.repeat(300_000) }, clashes: [], replaced: null }, 0),
    ).toBe(false);
  });
});
