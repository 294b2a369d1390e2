import { type Scrolled, type ScrollSpeed, scrollThrough } from '../../browser/scroll.ts';
import type { SignedIn } from '../../browser/sign-in.ts';
import type { BenchPlatform } from '../../platform/start-platform.ts';
import { type Figure, figure } from '../../report/figure.ts';
import type { MeasureContext } from '../context.ts';
import { withBoards } from './open-boards.ts';

/** The goal: 10,000 rows in ten seconds at 60 pictures a second. A longer list takes longer, a shorter one goes slower. */
const ROWS_A_PICTURE = 17;
const ROW_PX = 36;
const PICTURES = 600;
const QUICK_PICTURES = 200;
/** The handle of the scroll bar pulled from end to end in two seconds: each picture is far from the one before. */
const PULLED_PICTURES = 120;
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
    const most = Math.max(PICTURES, Math.ceil(platform.applications / ROWS_A_PICTURE));
    const even = { pictures: context.quick ? QUICK_PICTURES : most, mostPx: ROWS_A_PICTURE * ROW_PX };
    const pulled = { pictures: PULLED_PICTURES, mostPx: Number.MAX_SAFE_INTEGER };
    const turns = context.quick ? 1 : REPETITIONS;
    const scroll = async (speed: ScrollSpeed): Promise<Samples> => {
      const samples: Samples = { ours: [], bare: [] };
      for (let turn = 0; turn < turns; turn += 1) {
        samples.ours.push(await scrollThrough(ours.page, speed));
        samples.bare.push(await scrollThrough(bare.page, speed));
      }
      return samples;
    };
    return figuresOf(platform.applications, await scroll(even), await scroll(pulled));
  });
}

type Samples = { ours: Scrolled[]; bare: Scrolled[] };

function figuresOf(applications: number, even: Samples, pulled: Samples): Figure[] {
  const line = (samples: Samples, of: (scrolled: Scrolled) => number) => ({
    goal: 'P13' as const,
    applications,
    samples: samples.ours.map(of),
    baseline: { label: 'a bare page, same rows', samples: samples.bare.map(of) },
  });
  const percent = { unit: '%' as const };
  return [
    figure({
      ...line(even, latePercent),
      ...percent,
      what: 'late pictures while scrolling all rows',
      limit: LATE_PERCENT,
    }),
    figure({ ...line(even, blankPercent), ...percent, what: 'pictures without rows meanwhile', limit: null }),
    figure({
      ...line(pulled, blankPercent),
      ...percent,
      what: 'pictures without rows, pulled from end to end in 2 s',
      limit: null,
    }),
    figure({
      ...line(even, ({ elements }) => elements),
      unit: '',
      by: 'worst',
      what: 'elements of the board, at most meanwhile',
      limit: ELEMENTS,
    }),
  ];
}

function latePercent({ gapsMs }: Scrolled): number {
  return (100 * gapsMs.filter((gap) => gap > LATE_MS).length) / gapsMs.length;
}

function blankPercent({ gapsMs, blank }: Scrolled): number {
  return (100 * blank) / gapsMs.length;
}
