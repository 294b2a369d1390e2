import { expect, it } from 'vitest';
import { currentOverlay, hideOverlay, showOverlay, subscribeToOverlay } from './overlay-store.ts';

it('shows one overlay at a time, and a late farewell of the last one does not close the next', () => {
  const seen: unknown[] = [];
  const leave = subscribeToOverlay(() => seen.push(currentOverlay()));
  showOverlay('palette');
  showOverlay('palette');
  showOverlay('shortcuts');
  hideOverlay('palette');
  expect(currentOverlay()).toBe('shortcuts');
  hideOverlay('shortcuts');
  leave();
  expect(seen).toEqual(['palette', 'shortcuts', null]);
});
