import { type SignedIn, signInOnce } from './browser/sign-in.ts';
import type { MeasureContext } from './measure/context.ts';
import { MEASURES, type Measure } from './measures.ts';
import type { BenchOptions } from './options.ts';
import { type BenchPlatform, startPlatform } from './platform/start-platform.ts';
import { applicationsOnly, type World, wholeWorld } from './platform/world.ts';
import { type BenchPortal, startPortal } from './portal/start-portal.ts';
import type { Figure } from './report/figure.ts';
import { withUnit } from './report/table.ts';

export type BenchOutcome = { figures: Figure[]; failures: string[] };

/** Measures what was asked for, one thing after the other: two at once would measure each other. */
export async function runBench(options: BenchOptions, say: (text: string) => void): Promise<BenchOutcome> {
  const { only, quick, minutes, sizes, whole } = options;
  const context: MeasureContext = { wants: (goal) => only.includes(goal), quick, minutes, say };
  const outcome: BenchOutcome = { figures: [], failures: [] };
  const attempt: Attempt = async (what, measure) => {
    say(`${what} …`);
    try {
      const figures = await measure();
      outcome.figures.push(...figures);
      // Said at once: a long run that is cut off still leaves what it had.
      for (const { summary, ...figure } of figures) {
        const beside =
          figure.baseline === null ? '' : ` (${withUnit(figure.baseline.summary[figure.by], figure.unit)})`;
        say(`  ${figure.goal} ${figure.what}: ${withUnit(summary[figure.by], figure.unit)}${beside}`);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      say(`  failed: ${why}`);
      outcome.failures.push(`${what}: ${why}`);
    }
  };
  const wanted = MEASURES.filter(({ goals, isLong = false }) => goals.some(context.wants) && !(isLong && quick));
  for (const size of [0, ...sizes]) {
    const here = wanted.filter((measure) => isMadeAt(size, measure, sizes));
    if (here.length > 0) {
      const world = whole && size > 0 ? wholeWorld(size) : applicationsOnly(size);
      await onPlatform(world, (platform) => measureOn(platform, here, { context, attempt }));
    }
  }
  for (const measure of wanted) {
    if (measure.on === 'nothing') {
      await attempt(measure.what, () => measure.run(context));
    }
  }
  const order = (figure: Figure) => only.indexOf(figure.goal);
  outcome.figures.sort((a, b) => order(a) - order(b));
  return outcome;
}

type Attempt = (what: string, measure: () => Promise<Figure[]>) => Promise<void>;

function isMadeAt(size: number, measure: Measure, asked: readonly number[]): boolean {
  if (measure.on === 'nothing') {
    return false;
  }
  switch (measure.sizes) {
    case 'smallest':
      return size === asked[0];
    case 'largest':
      return size === asked.at(-1);
    case 'each and empty':
      return true;
    case undefined:
      return size > 0;
  }
}

async function onPlatform(world: World, work: (platform: BenchPlatform) => Promise<void>): Promise<void> {
  const platform = await startPlatform(world);
  try {
    await work(platform);
  } finally {
    await platform.stop();
  }
}

type Means = { context: MeasureContext; attempt: Attempt };

async function measureOn(platform: BenchPlatform, measures: readonly Measure[], means: Means): Promise<void> {
  const { context, attempt } = means;
  const shared = sharePortal(platform);
  try {
    for (const measure of measures) {
      const what = `${measure.what}, ${platform.applications.toLocaleString('en')} applications`;
      if (measure.on === 'portal') {
        await attempt(what, async () => await measure.run(platform, await shared.viewer(), context));
      } else if (measure.on === 'platform') {
        await shared.stop();
        await attempt(what, () => measure.run(platform, context));
      }
    }
  } finally {
    await shared.stop();
  }
}

/** A portal that is started, and its administrator signed in, when the first asks; and again after it was stopped. */
function sharePortal(platform: BenchPlatform) {
  let running: { portal: BenchPortal; viewer: SignedIn | null } | null = null;
  return {
    async viewer() {
      running ??= { portal: await startPortal(platform), viewer: null };
      running.viewer ??= await signInOnce(platform.portalUrl);
      return running.viewer;
    },
    async stop() {
      const stopping = running;
      running = null;
      await stopping?.portal.stop();
    },
  };
}
