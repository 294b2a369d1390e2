import type { SignedIn } from './browser/sign-in.ts';
import type { GoalId } from './goals.ts';
import type { MeasureContext } from './measure/context.ts';
import { measureEventToPicture } from './measure/event-to-picture.ts';
import { measureLargestPage } from './measure/largest-page.ts';
import { measurePages } from './measure/pages.ts';
import { measureSoak } from './measure/soak.ts';
import { measureStarts } from './measure/starts.ts';
import { measureTree } from './measure/tree.ts';
import type { BenchPlatform } from './platform/start-platform.ts';
import type { Figure } from './report/figure.ts';

type Figures = Promise<Figure[]>;

/** What a measure finds running when it begins. */
type Ground =
  | { on: 'nothing'; run(context: MeasureContext): Figures }
  | { on: 'platform'; run(platform: BenchPlatform, context: MeasureContext): Figures }
  | { on: 'portal'; run(platform: BenchPlatform, viewer: SignedIn, context: MeasureContext): Figures };

export type Measure = Ground & {
  what: string;
  /** It is made when one of these is asked for. */
  goals: readonly GoalId[];
  /** On which of the platforms that were asked for; on each of them where nothing is said. */
  sizes?: 'smallest' | 'largest' | 'each and empty';
};

/** Everything that is measured, in this order on each platform. Portal measures that follow each other share a portal. */
export const MEASURES: readonly Measure[] = [
  { on: 'platform', what: 'Starts', goals: ['S1', 'S2'], sizes: 'each and empty', run: measureStarts },
  { on: 'portal', what: 'Cold page loads', goals: ['P1', 'P2', 'P3'], run: measurePages },
  { on: 'portal', what: 'JavaScript of every page', goals: ['P1'], sizes: 'smallest', run: measureLargestPage },
  { on: 'portal', what: 'Event until picture', goals: ['P8'], run: measureEventToPicture },
  { on: 'platform', what: 'Soak', goals: ['S2'], sizes: 'largest', run: measureSoak },
  { on: 'nothing', what: 'Install and build', goals: ['S8'], run: measureTree },
];
