import type { Page } from '@playwright/test';

export type Scrolled = {
  /** Between one picture and the next, in ms. */
  gapsMs: number[];
  /** How many of the pictures had no row in the middle of the window. */
  blank: number;
  /** The most elements that the page had meanwhile. */
  elements: number;
};

/** So many pictures, evenly from the top to the end, or as far as one comes with so many px a picture. */
export type ScrollSpeed = { pictures: number; mostPx: number };

/** Scrolls a page, and notes how its pictures follow each other. */
export async function scrollThrough(page: Page, speed: ScrollSpeed): Promise<Scrolled> {
  return await page.evaluate(async ({ pictures, mostPx }) => {
    window.scrollTo(0, 0);
    const nextPicture = () => new Promise<number>(requestAnimationFrame);
    const isRowInTheMiddle = () =>
      [0.4, 0.5, 0.6].some((part) =>
        document
          .elementsFromPoint(window.innerWidth * 0.6, window.innerHeight * part)
          .some((element) => element.closest('[data-index]') !== null),
      );
    await nextPicture();
    // A list that is always up to date: to count it costs nothing.
    const all = document.getElementsByTagName('*');
    const result: Scrolled = { gapsMs: [], blank: 0, elements: 0 };
    let last = await nextPicture();
    for (let at = 1; at <= pictures; at += 1) {
      const height = document.documentElement.scrollHeight - window.innerHeight;
      window.scrollTo(0, at * Math.min(height / pictures, mostPx));
      const now = await nextPicture();
      result.gapsMs.push(now - last);
      result.blank += isRowInTheMiddle() ? 0 : 1;
      result.elements = Math.max(result.elements, all.length);
      last = now;
    }
    return result;
  }, speed);
}
