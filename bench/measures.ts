import type { SignedIn } from './browser/sign-in.ts';
import type { GoalId } from './goals.ts';
import { measureAddedRequests } from './measure/added-requests.ts';
import { measureAudit } from './measure/audit.ts';
import { measureChurn } from './measure/board/churn.ts';
import { measureEventToPicture } from './measure/board/event-to-picture.ts';
import { measureHeap } from './measure/board/heap.ts';
import { measureReorder } from './measure/board/reorder.ts';
import { measureScroll } from './measure/board/scroll.ts';
import { measureSearch } from './measure/board/search.ts';
import { measureComputedTopics } from './measure/computed-topics.ts';
import type { MeasureContext } from './measure/context.ts';
import { measureFieldError } from './measure/form/field-error.ts';
import { measureFormUsable } from './measure/form/usable.ts';
import { measureGateway } from './measure/gateway.ts';
import { measureInbox } from './measure/inbox.ts';
import { measureListApi } from './measure/list-api.ts';
import { measureLoopBlocks } from './measure/loop-blocks.ts';
import { measureManyTabs } from './measure/many-tabs.ts';
import { measureOpenAndDrop } from './measure/open-and-drop.ts';
import { measureOpenStreams } from './measure/open-streams.ts';
import { measureColdPages, measureSlowPages } from './measure/page/cold.ts';
import { measureEveryPage } from './measure/page/every-page.ts';
import { measureGrowth } from './measure/page/growth.ts';
import { measureInteractions } from './measure/page/interactions.ts';
import { measureWarmDashboard } from './measure/page/warm.ts';
import { measureRowsToTabs } from './measure/rows-to-tabs.ts';
import { measureSlowTabs } from './measure/slow-tabs.ts';
import { measureSoak } from './measure/soak.ts';
import { measureStarts } from './measure/starts.ts';
import { measureStoreSoak } from './measure/store-soak.ts';
import { measureTree } from './measure/tree.ts';
import { measureWatchEvents } from './measure/watch-events.ts';
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
  /** Too long for a first impression. */
  isLong?: true;
};

/** Everything that is measured, in this order on each platform. Portal measures that follow each other share a portal. */
export const MEASURES: readonly Measure[] = [
  { on: 'platform', what: 'Starts', goals: ['S1', 'S2'], sizes: 'each and empty', run: measureStarts },
  { on: 'portal', what: 'Cold page loads', goals: ['P1', 'P2', 'P3', 'P5', 'P6', 'P7'], run: measureColdPages },
  { on: 'portal', what: 'The same, slowed down', goals: ['P5'], run: measureSlowPages },
  { on: 'portal', what: 'Warm page loads', goals: ['P15'], run: measureWarmDashboard },
  { on: 'portal', what: 'Form until usable', goals: ['P14'], run: measureFormUsable },
  { on: 'portal', what: 'Errors of a field', goals: ['P14'], run: measureFieldError },
  { on: 'portal', what: 'The AI gateway', goals: ['GATEWAY'], sizes: 'smallest', run: measureGateway },
  { on: 'portal', what: 'The inbox', goals: ['INBOX'], sizes: 'smallest', run: measureInbox },
  { on: 'portal', what: 'Search', goals: ['P10'], run: measureSearch },
  { on: 'portal', what: 'Order and filters', goals: ['P11'], run: measureReorder },
  { on: 'portal', what: 'Scrolling', goals: ['P13'], run: measureScroll },
  { on: 'portal', what: 'Clicks and keys', goals: ['P16'], run: measureInteractions },
  { on: 'portal', what: 'Event until picture', goals: ['P8'], run: measureEventToPicture },
  { on: 'portal', what: 'Many changes', goals: ['P9'], run: measureChurn },
  { on: 'portal', what: 'Heap of a tab', goals: ['P12'], run: measureHeap },
  {
    on: 'portal',
    what: 'Every page',
    goals: ['P1', 'P2', 'P3', 'P7', 'P13'],
    sizes: 'largest',
    run: measureEveryPage,
  },
  { on: 'platform', what: 'List API', goals: ['S6'], run: measureListApi },
  { on: 'platform', what: 'Watch events', goals: ['S3'], sizes: 'largest', run: measureWatchEvents },
  { on: 'platform', what: 'Rows to many tabs', goals: ['S4'], sizes: 'largest', run: measureRowsToTabs },
  { on: 'platform', what: 'Sums while pods change', goals: ['S4'], run: measureComputedTopics },
  { on: 'platform', what: 'A thousand streams', goals: ['S5'], sizes: 'largest', run: measureOpenStreams },
  { on: 'platform', what: 'What tabs ask of the cluster', goals: ['S7'], sizes: 'largest', run: measureAddedRequests },
  { on: 'platform', what: 'Blocks of the event loop', goals: ['S9'], sizes: 'largest', run: measureLoopBlocks },
  { on: 'platform', what: 'Streams opened and dropped', goals: ['R5'], sizes: 'largest', run: measureOpenAndDrop },
  { on: 'platform', what: 'Tabs that do not read', goals: ['R6'], sizes: 'largest', run: measureSlowTabs },
  { on: 'platform', what: 'Soak of many tabs', goals: ['SOAK'], sizes: 'largest', isLong: true, run: measureManyTabs },
  { on: 'platform', what: 'Soak', goals: ['S2'], sizes: 'largest', run: measureSoak },
  { on: 'nothing', what: 'Growth', goals: ['P4'], run: measureGrowth },
  { on: 'nothing', what: 'Audit log', goals: ['R10', 'X14'], run: measureAudit },
  { on: 'nothing', what: 'Soak of the database', goals: ['R9'], isLong: true, run: measureStoreSoak },
  { on: 'nothing', what: 'Install and build', goals: ['S8'], run: measureTree },
];
