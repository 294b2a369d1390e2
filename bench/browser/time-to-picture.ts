import type { Page } from '@playwright/test';

const GIVE_UP_MS = 5000;

/** What a picture is to show: each of the first selectors finds something, each of the others nothing. */
export type Picture = { shows: readonly string[]; lacks: readonly string[] };

type Armed = Picture & { giveUpMs: number };
type Watching = { portolanPicture: Promise<number> };

/** Runs in the page: from the next key or press on, looks in every picture whether it is there. */
function arm({ shows, lacks, giveUpMs }: Armed): void {
  const isThere = () =>
    shows.every((selector) => document.querySelector(selector) !== null) &&
    lacks.every((selector) => document.querySelector(selector) === null);
  const picture = new Promise<number>((resolve) => {
    const begin = (event: Event) => {
      window.removeEventListener('keydown', begin, true);
      window.removeEventListener('pointerdown', begin, true);
      const look = () => {
        if (isThere()) {
          // What this frame shows is drawn after its callbacks; the message comes after that.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now() - event.timeStamp);
          port2.postMessage(null);
        } else if (performance.now() - event.timeStamp > giveUpMs) {
          resolve(Number.POSITIVE_INFINITY);
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    };
    window.addEventListener('keydown', begin, true);
    window.addEventListener('pointerdown', begin, true);
  });
  Object.assign(window, { portolanPicture: picture });
}

/** From the first key or press of `act` until the page shows a picture, in ms. Throws when it never does. */
export async function timeToPicture(page: Page, picture: Picture, act: () => Promise<void>): Promise<number> {
  await page.evaluate(arm, { ...picture, giveUpMs: GIVE_UP_MS });
  await act();
  const ms = await page.evaluate(() => (window as unknown as Watching).portolanPicture);
  if (!Number.isFinite(ms)) {
    const missing = await page.evaluate(
      ({ shows, lacks }) => [
        ...shows.filter((selector) => document.querySelector(selector) === null),
        ...lacks.filter((selector) => document.querySelector(selector) !== null).map((selector) => `no ${selector}`),
      ],
      picture,
    );
    throw new Error(`${page.url()} did not show within ${GIVE_UP_MS / 1000} s: ${missing.slice(0, 3).join('; ')}`);
  }
  return ms;
}
