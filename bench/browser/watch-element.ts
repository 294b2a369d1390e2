import type { Page } from '@playwright/test';

const GIVE_UP_MS = 5000;

type Watching = { portolanWatch: Promise<number> };

/** Runs in the page: looks at an element in every picture until its text is another one. */
function arm({ selector, giveUpMs }: { selector: string; giveUpMs: number }): void {
  const textOf = () => document.querySelector(selector)?.textContent ?? null;
  const before = textOf();
  const armedAt = performance.now();
  const watch = new Promise<number>((resolve) => {
    const look = () => {
      const now = textOf();
      if (now !== null && now !== before) {
        resolve(Date.now());
      } else if (performance.now() - armedAt > giveUpMs) {
        resolve(0);
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  Object.assign(window, { portolanWatch: watch });
}

/**
 * How long after a change the picture shows it, in ms. `change` makes it and gives when, in ms since 1970. Throws when
 * it never shows.
 */
export async function timeUntilShown(page: Page, selector: string, change: () => Promise<number>): Promise<number> {
  await page.evaluate(arm, { selector, giveUpMs: GIVE_UP_MS });
  const changedAt = await change();
  const shownAt = await page.evaluate(() => (window as unknown as Watching).portolanWatch);
  if (shownAt === 0) {
    throw new Error(`a change of ${selector} was not shown within ${GIVE_UP_MS / 1000} s`);
  }
  return shownAt - changedAt;
}
