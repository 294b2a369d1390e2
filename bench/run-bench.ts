import { type SignedIn, signInOnce } from './browser/sign-in.ts';
import type { MeasureContext } from './measure/context.ts';
import { measureEventToPicture } from './measure/event-to-picture.ts';
import { measureLargestPage } from './measure/largest-page.ts';
import { measurePages } from './measure/pages.ts';
import { measureSoak } from './measure/soak.ts';
import { measureStarts } from './measure/starts.ts';
import { measureTree } from './measure/tree.ts';
import type { BenchOptions } from './options.ts';
import { type BenchPlatform, startPlatform } from './platform/start-platform.ts';
import { startPortal } from './portal/start-portal.ts';
import type { Figure } from './report/figure.ts';

export type BenchOutcome = { figures: Figure[]; failures: string[] };

/** Measures what was asked for, one thing after the other: two at once would measure each other. */
export async function runBench(options: BenchOptions, say: (text: string) => void): Promise<BenchOutcome> {
  const { only, quick, sizes } = options;
  const context: MeasureContext = { wants: (goal) => only.includes(goal), quick, say };
  const outcome: BenchOutcome = { figures: [], failures: [] };
  const attempt = async (what: string, measure: () => Promise<Figure[]>) => {
    say(`${what} …`);
    try {
      outcome.figures.push(...(await measure()));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`  failed: ${why}`);
      outcome.failures.push(`${what}: ${why}`);
    }
  };
  const startsWanted = context.wants('S1') || context.wants('S2');
  if (startsWanted) {
    await onPlatform(0, (platform) => attempt('Starts, empty platform', () => measureStarts(platform, context)));
  }
  const isSized = only.some((goal) => goal !== 'S8');
  for (const size of isSized ? sizes : []) {
    const what = (text: string) => `${text}, ${size.toLocaleString('en')} applications`;
    await onPlatform(size, async (platform) => {
      if (startsWanted) {
        await attempt(what('Starts'), () => measureStarts(platform, context));
      }
      await measureInBrowser(platform, context, (text, measure) => attempt(what(text), measure), size === sizes[0]);
      if (context.wants('S2') && size === sizes.at(-1)) {
        await attempt(what('Soak'), () => measureSoak(platform, context));
      }
    });
  }
  if (context.wants('S8')) {
    await attempt('Install and build', () => measureTree(context));
  }
  const order = (figure: Figure) => only.indexOf(figure.goal);
  outcome.figures.sort((a, b) => order(a) - order(b));
  return outcome;
}

async function onPlatform(size: number, work: (platform: BenchPlatform) => Promise<void>): Promise<void> {
  const platform = await startPlatform(size);
  try {
    await work(platform);
  } finally {
    await platform.stop();
  }
}

type Attempt = (what: string, measure: () => Promise<Figure[]>) => Promise<void>;

async function measureInBrowser(
  platform: BenchPlatform,
  context: MeasureContext,
  attempt: Attempt,
  isFirst: boolean,
): Promise<void> {
  const wantsPages = (['P1', 'P2', 'P3'] as const).some(context.wants);
  if (!wantsPages && !context.wants('P8')) {
    return;
  }
  const portal = await startPortal(platform);
  try {
    const viewer: SignedIn = await signInOnce(platform.portalUrl);
    if (wantsPages) {
      await attempt('Cold page loads', () => measurePages(platform, viewer, context));
    }
    if (context.wants('P1') && isFirst) {
      await attempt('JavaScript of every page', () => measureLargestPage(platform, viewer, context));
    }
    if (context.wants('P8')) {
      await attempt('Event until picture', () => measureEventToPicture(platform, viewer, context));
    }
  } finally {
    await portal.stop();
  }
}
