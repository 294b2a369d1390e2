import { describe, expect, it } from 'vitest';
import { createShortcutRegistry, type KeyPress } from './shortcut-registry.ts';

function setUp(...keys: string[]) {
  const registry = createShortcutRegistry();
  const ran: string[] = [];
  const removals = keys.map((one) => registry.add({ keys: one, label: one, group: 'Test', run: () => ran.push(one) }));
  const press = (key: string, more: Partial<KeyPress> = {}) =>
    registry.press({ key, ctrlKey: false, metaKey: false, altKey: false, isTaken: false, at: 0, ...more });
  return { registry, ran, press, removals };
}

describe('the shortcut registry', () => {
  it('runs a sequence within its time and not after it', () => {
    const { ran, press } = setUp('g w', 'w');
    press('g', { at: 0 });
    press('w', { at: 1_000 });
    press('g', { at: 2_000 });
    press('w', { at: 4_000 });
    expect(ran).toEqual(['g w', 'w']);
  });

  it('takes a key that does not continue a sequence for itself', () => {
    const { ran, press } = setUp('g w', 'j');
    press('g');
    expect(press('j')).toBe(true);
    expect(ran).toEqual(['j']);
  });

  it('leaves plain keys alone while someone types, and still hears Ctrl and Command', () => {
    const { ran, press } = setUp('j', 'mod+k');
    expect(press('j', { isTaken: true })).toBe(false);
    expect(press('k', { isTaken: true, ctrlKey: true })).toBe(true);
    expect(press('K', { isTaken: true, metaKey: true })).toBe(true);
    expect(ran).toEqual(['mod+k', 'mod+k']);
  });

  it('leaves Ctrl with a letter and Alt with a letter to the browser', () => {
    const { ran, press } = setUp('j', 'a');
    expect(press('j', { ctrlKey: true })).toBe(false);
    expect(press('a', { altKey: true })).toBe(false);
    expect(ran).toEqual([]);
  });

  it('lets the newest of two win and gives the older one back when it leaves', () => {
    const registry = createShortcutRegistry();
    const ran: string[] = [];
    const press = () =>
      registry.press({ key: 'm', ctrlKey: false, metaKey: false, altKey: false, isTaken: false, at: 0 });
    registry.add({ keys: 'm', label: '', group: '', run: () => ran.push('shell') });
    const remove = registry.add({ keys: 'm', label: '', group: '', run: () => ran.push('page') });
    press();
    remove();
    press();
    expect(ran).toEqual(['page', 'shell']);
  });

  it('says nothing of keys that nobody asked for', () => {
    const { press } = setUp('j');
    expect(press('x')).toBe(false);
  });
});
