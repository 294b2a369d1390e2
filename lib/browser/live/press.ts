import type { Timers } from './timers.ts';

/** Runs what would move things on the page: at once, or when no button is pressed any more. */
export type WhenStill = (move: () => void) => void;

/** A finger's click comes some time after the finger is lifted. */
const CLICK_COMES_WITHIN_MS = 50;
/** Whoever holds a button longer than this is not clicking: they drag, or select a text. */
const LONGEST_CLICK_MS = 1000;

/**
 * Between the press of a button and its release nothing may move: the browser makes a click of both only if they hit
 * the same element, so a link that moves away in between is not followed, and another one may be in its place.
 * @param pointers what hears of all of them as long as it is there, like the document; null where there are none
 */
export function createWhenStill(pointers: EventTarget | null, timers: Timers): WhenStill {
  const waiting: (() => void)[] = [];
  /** The pointers that are down: one finger may be lifted while the other one still presses. */
  const down = new Set<unknown>();
  let cancel = () => {};
  const release = () => {
    down.clear();
    for (const move of waiting.splice(0)) {
      move();
    }
  };
  const releaseAfter = (ms: number) => {
    cancel();
    cancel = timers.after(ms, release);
  };
  const press = (event: Event) => {
    down.delete(CLICK);
    down.add(idOf(event));
    releaseAfter(LONGEST_CLICK_MS);
  };
  const lift = (event: Event) => {
    if (down.delete(idOf(event)) && down.size === 0) {
      // The click is still to come.
      down.add(CLICK);
      releaseAfter(CLICK_COMES_WITHIN_MS);
    }
  };
  const options = { capture: true, passive: true };
  pointers?.addEventListener('pointerdown', press, options);
  pointers?.addEventListener('pointerup', lift, options);
  pointers?.addEventListener('pointercancel', lift, options);
  return (move) => {
    if (down.size > 0) {
      waiting.push(move);
    } else {
      move();
    }
  };
}

const CLICK = Symbol('click');

function idOf(event: Event): unknown {
  return 'pointerId' in event ? event.pointerId : null;
}
