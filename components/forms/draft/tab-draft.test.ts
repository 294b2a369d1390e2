import { describe, expect, it } from 'vitest';
import type { FormPage } from '#lib/domain/template/template.ts';
import type { FormValues } from '../schema/values.ts';
import { type DraftStorage, readDraft, writeDraft } from './draft-store.ts';
import { asKept, replaceAll, type TabDraft, takeIn, typeIn, wayBack } from './tab-draft.ts';

const properties = { name: {}, image: {}, token: { 'ui:widget': 'password' } };
const pages: FormPage[] = [{ title: '', description: '', schema: { properties } }];
const first = { name: 'shop', image: 'a:1' };

/** Two tabs with one storage; each hears of the other's writes only when the test says so, as a tab that slept. */
function twoTabs() {
  const texts = new Map<string, string>();
  const storage: DraftStorage = {
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  };
  const kept = () => readDraft(storage, 'form', 0);
  const open = () => {
    let tab: TabDraft = { values: first, common: first, clashes: [], replaced: null };
    const hear = () => {
      const draft = kept();
      tab = draft === null ? tab : takeIn(pages, tab, draft);
    };
    const type = (change: FormValues) => {
      tab = typeIn(pages, tab, { ...tab.values, ...change }, kept());
      writeDraft(storage, 'form', pages, tab, 0);
      tab = asKept(pages, tab);
    };
    const fill = (values: FormValues, from: string) => {
      const other = wayBack(tab.replaced, tab.values);
      tab = replaceAll(pages, tab, values, { from, other, isUndone: false }, kept());
      writeDraft(storage, 'form', pages, tab, 0);
      tab = asKept(pages, tab);
    };
    return { hear, type, fill, now: () => tab };
  };
  return { here: open(), there: open(), kept };
}

/** Both changed the name before they heard of each other. */
function clashingTabs() {
  const tabs = twoTabs();
  tabs.there.type({ name: 'mail' });
  tabs.here.type({ name: 'post' });
  tabs.there.hear();
  return tabs;
}

describe('one field changed in two tabs', () => {
  it('stays in each what was typed there, and both are told', () => {
    const { here, there } = clashingTabs();
    expect(here.now()).toMatchObject({ values: { name: 'post' }, clashes: [{ field: 'name', theirs: 'mail' }] });
    expect(there.now()).toMatchObject({ values: { name: 'mail' }, clashes: [{ field: 'name', theirs: 'post' }] });
  });

  it('is still told after another field was changed in either tab', () => {
    const { here, there } = clashingTabs();
    there.type({ image: 'a:2' });
    here.hear();
    here.type({ image: 'a:3' });
    there.hear();
    expect(here.now()).toMatchObject({
      values: { name: 'post', image: 'a:3' },
      clashes: [{ field: 'name', theirs: 'mail' }],
    });
    expect(there.now()).toMatchObject({
      values: { name: 'mail', image: 'a:3' },
      clashes: [{ field: 'name', theirs: 'post' }],
    });
  });

  it('is told with what stands there now', () => {
    const { here, there } = clashingTabs();
    there.type({ name: 'mail-2' });
    here.hear();
    expect(here.now().clashes).toEqual([{ field: 'name', theirs: 'mail-2' }]);
  });

  it('is no clash any more, in neither tab, once both hold the same', () => {
    const { here, there } = clashingTabs();
    here.type({ name: 'mail' });
    expect(here.now().clashes).toEqual([]);
    there.hear();
    expect(there.now().clashes).toEqual([]);
    there.type({ name: 'web' });
    here.hear();
    expect(here.now()).toMatchObject({ values: { name: 'web' }, clashes: [] });
  });

  it('is kept with both values, whichever tab wrote last: a reload loses neither', () => {
    const { here, there, kept } = clashingTabs();
    expect(kept()).toMatchObject({ values: { name: 'post' }, clashes: [{ field: 'name', theirs: 'mail' }] });
    there.type({ image: 'a:2' });
    expect(kept()).toMatchObject({ values: { name: 'mail' }, clashes: [{ field: 'name', theirs: 'post' }] });
    here.hear();
    expect(here.now().values).toMatchObject({ name: 'post', image: 'a:2' });
  });
});

describe('a form that was filled in over what was typed', () => {
  it('keeps that beside it, also once it was changed, for the way back after a reload', () => {
    const { here, kept } = twoTabs();
    here.type({ name: 'mine', token: 's3cret' });
    here.fill({ name: 'example' }, 'An example');
    here.type({ image: 'a:2' });
    expect(kept()).toMatchObject({
      values: { name: 'example', image: 'a:2' },
      replaced: { from: 'An example', other: { name: 'mine' }, isUndone: false },
    });
    expect(JSON.stringify(kept())).not.toContain('s3cret');
  });

  it('has the way back in the other tab, too, whichever of them types then', () => {
    const { here, there, kept } = twoTabs();
    here.type({ name: 'mine' });
    there.hear();
    here.fill({ name: 'example', image: 'a:1' }, 'An example');
    there.type({ image: 'a:2' });
    expect(there.now()).toMatchObject({ values: { name: 'example' }, replaced: { other: { name: 'mine' } } });
    here.hear();
    expect(here.now().replaced).toMatchObject({ from: 'An example', other: { name: 'mine' } });
    expect(kept()?.replaced?.other).toMatchObject({ name: 'mine' });
  });

  it('leads back to what was typed over any number of examples, and to one that was typed in', () => {
    const { here, there } = twoTabs();
    here.type({ name: 'mine' });
    here.fill({ name: 'example' }, 'An example');
    here.fill({ name: 'another' }, 'Another');
    expect(here.now().replaced).toMatchObject({ from: 'Another', other: { name: 'mine' } });
    there.hear();
    there.type({ name: 'another of mine' });
    here.hear();
    here.fill({ name: 'example' }, 'An example');
    expect(here.now().replaced?.other).toMatchObject({ name: 'another of mine' });
  });

  it('has its passwords on the way back while the tab is open', () => {
    const { here, there } = twoTabs();
    here.type({ token: 's3cret' });
    here.fill({ name: 'example' }, 'An example');
    there.type({ image: 'a:2' });
    here.hear();
    expect(here.now().replaced?.other).toMatchObject({ token: 's3cret' });
  });
});
