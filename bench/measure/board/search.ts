import { setTimeout as sleep } from 'node:timers/promises';
import type { ApplicationRow } from '#lib/views/applications/row.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import { timeToPicture } from '../../browser/time-to-picture.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { pictureOf, selected } from './board-picture.ts';
import { type OpenedBoard, withBoards } from './open-boards.ts';

const WORDS = 25;
const QUICK_WORDS = 4;
/** Fast typing. */
const PAUSE_MS = 120;
const P95_MS = 50;
/** States change all the while: what is part of one of these words matches now this and now that. */
const STATES = 'healthy suspended progressing missing degraded unknown synced outofsync';

/** P10: names are typed into the search key by key, on the board and on a bare page with the same rows in turn. */
export async function measureSearch(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  return await withBoards(platform, viewer, async ({ ours, bare, rows }) => {
    const step = Math.max(1, Math.floor(rows.length / (context.quick ? QUICK_WORDS : WORDS)));
    const names = selected(rows, {})
      .filter((_, at) => at % step === 0)
      .map(({ name }) => name);
    const delays = { ours: [] as number[], bare: [] as number[] };
    for (const name of names) {
      delays.ours.push(...(await typeName(ours, rows, name)));
      delays.bare.push(...(await typeName(bare, rows, name)));
    }
    return [
      figure({
        goal: 'P10',
        what: 'search: key until only matches, p95',
        unit: 'ms',
        by: 'p95',
        applications: platform.applications,
        limit: P95_MS,
        samples: delays.ours,
        baseline: { label: 'a bare page, same rows', samples: delays.bare },
      }),
    ];
  });
}

/** Types a name, and gives the delay of each key that changes what matches. Leaves the search empty. */
async function typeName({ page }: OpenedBoard, rows: readonly ApplicationRow[], name: string): Promise<number[]> {
  const input = page.getByRole('textbox', { name: 'Search applications' });
  await input.fill('');
  await input.focus();
  const delays: number[] = [];
  let before = rows.length;
  for (let length = 1; length <= name.length; length += 1) {
    await sleep(PAUSE_MS);
    const search = name.slice(0, length);
    if (STATES.includes(search)) {
      await page.keyboard.press(name.charAt(length - 1));
      continue;
    }
    const matching = selected(rows, { search });
    const delay = await timeToPicture(page, pictureOf(matching), () => page.keyboard.press(name.charAt(length - 1)));
    if (matching.length !== before) {
      delays.push(delay);
    }
    before = matching.length;
  }
  await input.fill('');
  return delays;
}
