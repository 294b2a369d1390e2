import { isGoing } from '#components/ui/going.ts';

/** How soon it is tried again while a page is on its way. */
const LOOK_AGAIN_MS = 100;

/**
 * Calls `write`, which gives the page another address, after a while. A click brings it forward, so that the way back
 * from a link leads to what was shown. While a page is on its way it waits: the router would forget that page.
 * @returns how to call it off
 */
export function writeAddressLater(write: () => void, afterMs: number): () => void {
  const stop = () => {
    clearTimeout(timer);
    window.removeEventListener('click', writeNow, true);
  };
  const writeNow = () => {
    if (!isGoing()) {
      stop();
      write();
    }
  };
  const look = () => {
    timer = setTimeout(look, LOOK_AGAIN_MS);
    writeNow();
  };
  let timer = setTimeout(look, afterMs);
  // Before the link itself hears of it.
  window.addEventListener('click', writeNow, true);
  return stop;
}
