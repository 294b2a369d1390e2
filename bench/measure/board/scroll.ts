import { type Scrolled, scrollThrough } from '../../browser/scroll.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { withBoards } from './open-boards.ts';

/** Ten seconds at 60 pictures a second: 10,000 rows at 17 rows a picture. */
const PICTURES = 600;
const QUICK_PICTURES = 200;
const REPETITIONS = 3;
/** Two pictures of a screen: one was missed. */
const LATE_MS = 33.4;
const LATE_PERCENT = 1;
const ELEMENTS = 1500;

/** P13: from the first row to the last, in turn with a bare page of the same rows. */
export async function measureScroll(
  platform: BenchPlatform,
  viewer: SignedIn,
  context: MeasureContext,
): Promise<Figure[]> {
  return await withBoards(platform, viewer, async ({ ours, bare }) => {
    const samples = { ours: [] as Scrolled[], bare: [] as Scrolled[] };
    for (let turn = 0; turn < (context.quick ? 1 : REPETITIONS); turn += 1) {
      const pictures = context.quick ? QUICK_PICTURES : PICTURES;
      samples.ours.push(await scrollThrough(ours.page, pictures));
      samples.bare.push(await scrollThrough(bare.page, pictures));
    }
    const line = (of: (scrolled: Scrolled) => number) => ({
      goal: 'P13' as const,
      applications: platform.applications,
      samples: samples.ours.map(of),
      baseline: { label: 'a bare page, same rows', samples: samples.bare.map(of) },
    });
    return [
      figure({ ...line(latePercent), unit: '%', what: 'late pictures while scrolling all rows', limit: LATE_PERCENT }),
      figure({ ...line(blankPercent), unit: '%', what: 'pictures without rows meanwhile', limit: null }),
      figure({
        ...line(({ elements }) => elements),
        unit: '',
        by: 'worst',
        what: 'elements of the board, at most meanwhile',
        limit: ELEMENTS,
      }),
    ];
  });
}

function latePercent({ gapsMs }: Scrolled): number {
  return (100 * gapsMs.filter((gap) => gap > LATE_MS).length) / gapsMs.length;
}

function blankPercent({ gapsMs, blank }: Scrolled): number {
  return (100 * blank) / gapsMs.length;
}
