import { describe, expect, it } from 'vitest';
import { createFakeTimers } from '#lib/browser/live/testing/fake-timers.ts';
import { watchOtherTabs } from './other-tabs.ts';

/** Tabs of one browser: what one says, those hear a moment later that are still there. */
function browser() {
  const timers = createFakeTimers();
  const channels = new Map<string, (data: unknown) => void>();
  const open = (name: string) => {
    const told: string[] = [];
    const tabs = watchOtherTabs(
      {
        addEventListener: (_type, listener) => channels.set(name, (data) => listener({ data })),
        postMessage(message) {
          for (const other of channels.keys()) {
            if (other !== name) {
              timers.after(1, () => channels.get(other)?.(message));
            }
          }
        },
        close: () => channels.delete(name),
      },
      timers,
      () => told.push('alone'),
    );
    return { ...tabs, told, crash: () => channels.delete(name) };
  };
  return { open, timers };
}

describe('the other tabs with a form', () => {
  it('are missed when the last of them is closed, and not before', () => {
    const { open, timers } = browser();
    const [here, second, third] = [open('here'), open('second'), open('third')];
    second.leave();
    timers.advance(60_000);
    expect(here.told).toEqual([]);
    third.leave();
    timers.advance(60_000);
    expect(here.told).toEqual(['alone']);
  });

  it('are there as long as they answer', () => {
    const { open, timers } = browser();
    const [here, there] = [open('here'), open('there')];
    here.ask();
    timers.advance(60_000);
    expect([here.told, there.told]).toEqual([[], []]);
  });

  it('are missed when somebody asks and all have crashed', () => {
    const { open, timers } = browser();
    const [here, there] = [open('here'), open('there')];
    there.crash();
    timers.advance(60_000);
    expect(here.told).toEqual([]);
    here.ask();
    timers.advance(60_000);
    expect(here.told).toEqual(['alone']);
  });

  it('are not waited for by a tab that has gone itself', () => {
    const { open, timers } = browser();
    const here = open('here');
    here.ask();
    here.leave();
    timers.advance(60_000);
    expect(here.told).toEqual([]);
    expect(timers.pending).toBe(0);
  });
});
