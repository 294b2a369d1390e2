import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { launchBrowser, VIEWPORT } from '../../browser/launch.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { type StreamSite, startStreamSite } from '../../browser/stream-site.ts';
import { timeUntilShown } from '../../browser/watch-element.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';

const CHANGES = 400;
const QUICK_CHANGES = 60;
const ROWS = 12;
/** Changes come at any moment between two pictures. */
const PAUSE_MS = 100;
const JITTER_MS = 120;

const P50_MS = 60;
const P99_MS = 150;

/** P8: from a write in the cluster until the row on the board is another one, in turn with a bare stream and page. */
export async function measureEventToPicture(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  const site = await startStreamSite();
  const [ours, theirs] = await Promise.all([launchBrowser(), launchBrowser()]);
  try {
    const board = await (await ours.newContext({ viewport: VIEWPORT, storageState: viewer })).newPage();
    await board.goto(`${platform.portalUrl}/waves?sort=name`);
    const plain = await (await theirs.newContext({ viewport: VIEWPORT })).newPage();
    await plain.goto(site.url);
    const names = await rowsInSight(platform, board);
    const delays = await changeInTurn(platform, board, { names, site, plain, context });
    return figuresOf(platform.applications, delays);
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
    await site.close();
  }
}

/** Some rows that are in the picture, each brought to a state from which every step shows. */
async function rowsInSight({ ask, names }: BenchPlatform, board: Page): Promise<string[]> {
  // Until all rows are here the first ones are replaced once more.
  await board.getByText('more are on their way').waitFor({ state: 'detached' });
  const links = await board.locator('[role=row][data-index] .row-link').all();
  const hrefs = await Promise.all(links.map((link) => link.getAttribute('href')));
  const shown = new Set(hrefs.map((href) => href?.split('/').at(-1)));
  const chosen = names.filter((name) => shown.has(name)).slice(0, ROWS);
  for (const name of [...chosen, ...chosen]) {
    await ask({ do: 'touch', name });
  }
  await sleep(1000);
  return chosen;
}

type Turn = { names: readonly string[]; site: StreamSite; plain: Page; context: MeasureContext };
type Delays = { ours: number[]; theirs: number[] };

async function changeInTurn({ ask }: BenchPlatform, board: Page, turn: Turn): Promise<Delays> {
  const { names, site, plain, context } = turn;
  const count = context.quick ? QUICK_CHANGES : CHANGES;
  const warmUp = names.length;
  const delays: Delays = { ours: [], theirs: [] };
  for (let index = 0; index < count + warmUp; index += 1) {
    const name = names[index % names.length] ?? '';
    await sleep(PAUSE_MS + Math.random() * JITTER_MS);
    const ours = await timeUntilShown(board, `[role=row]:has(> [role=cell] a[href$="/${name}"])`, async () => {
      return (await ask({ do: 'touch', name })).at;
    });
    await sleep(PAUSE_MS + Math.random() * JITTER_MS);
    const row = index % site.rows;
    const theirs = await timeUntilShown(plain, `[data-row="${row}"]`, async () => site.change(row));
    if (index >= warmUp) {
      delays.ours.push(ours);
      delays.theirs.push(theirs);
    }
  }
  return delays;
}

function figuresOf(applications: number, { ours, theirs }: Delays): Figure[] {
  const input = {
    goal: 'P8',
    unit: 'ms',
    applications,
    samples: ours,
    baseline: { label: 'bare stream and page', samples: theirs },
  } as const;
  return [
    figure({ ...input, what: 'event until picture, p50', limit: P50_MS }),
    figure({ ...input, what: 'event until picture, p99', by: 'p99', limit: P99_MS }),
  ];
}
