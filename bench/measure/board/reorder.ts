import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { ApplicationSelection } from '#lib/views/applications/select-rows.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { timeToPicture } from '../../browser/time-to-picture.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { pictureOf, selected } from './board-picture.ts';
import { withBoards } from './open-boards.ts';

const ROUNDS = 10;
const QUICK_ROUNDS = 2;
const PAUSE_MS = 150;
/** The first ones, which stand beside the first rows: further down the table's beginning is out of sight. */
const RUNGS = 2;
const P95_MS = 100;

/** Each is clicked when the one before it is shown; the last leads back to where the first began. */
const SORTS: readonly (Partial<ApplicationSelection> & { heading: string })[] = [
  { heading: 'Wave', sort: 'wave' },
  { heading: 'Wave', sort: 'wave', descending: true },
  { heading: 'Application', sort: 'name' },
  { heading: 'Application', sort: 'name', descending: true },
  { heading: 'Application', sort: 'name' },
];

/** P11: the board is sorted, in turn with a bare page of the same rows, and filtered by wave. */
export async function measureReorder(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  return await withBoards(platform, viewer, async ({ ours, bare, rows }) => {
    const delays = { ours: [] as number[], bare: [] as number[], filter: [] as number[] };
    for (let round = 0; round < (context.quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
      delays.ours.push(...(await sortBoard(ours.page, rows)));
      delays.bare.push(...(await sortBoard(bare.page, rows)));
      delays.filter.push(...(await filterByWave(ours.page, rows)));
    }
    const common = { goal: 'P11', unit: 'ms', by: 'p95', applications: platform.applications, limit: P95_MS } as const;
    const baseline = { label: 'sorting a bare page, same rows', samples: delays.bare };
    return [
      figure({ ...common, what: 'click until sorted, p95', samples: delays.ours, baseline }),
      figure({ ...common, what: 'click until filtered, p95', samples: delays.filter, baseline }),
    ];
  });
}

async function sortBoard(page: Page, rows: readonly ApplicationRow[]): Promise<number[]> {
  const delays: number[] = [];
  for (const { heading, ...selection } of SORTS) {
    await sleep(PAUSE_MS);
    const link = page.locator('[role=columnheader] a', { hasText: heading });
    delays.push(await timeToPicture(page, pictureOf(selected(rows, selection)), () => link.click()));
  }
  return delays;
}

/** On with a rung of the ladder, off with the chip above the table. */
async function filterByWave(page: Page, rows: readonly ApplicationRow[]): Promise<number[]> {
  const delays: number[] = [];
  const chips = page.getByRole('list', { name: 'Filter by state' });
  const waves = new Set(rows.filter(({ ladder }) => ladder === '').map((row) => row.wave));
  for (const wave of [...waves].toSorted((a, b) => a - b).slice(0, RUNGS)) {
    await sleep(PAUSE_MS);
    const rung = page.locator(`[data-wave="${wave}"] a[href*="wave="]`).first();
    delays.push(await timeToPicture(page, pictureOf(selected(rows, { waves: [wave] })), () => rung.click()));
    await sleep(PAUSE_MS);
    const chip = chips.getByRole('link', { name: new RegExp(`^Wave ${wave}\\b`) });
    delays.push(await timeToPicture(page, pictureOf(selected(rows, {})), () => chip.click()));
  }
  return delays;
}
