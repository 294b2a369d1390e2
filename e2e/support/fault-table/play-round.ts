import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRule } from '../../../sandbox/faults.ts';
import { compareWithFresh } from './compare-with-fresh.ts';
import type { TableFault } from './faults.ts';
import { linesOf, marksOf } from './pages.ts';
import { type Scene, tabOf } from './scene.ts';
import { PAGE_SAYS, type Subject } from './subject.ts';
import { unmarkedTabs } from './unmarked-tabs.ts';

export type Cell = { subject: Subject; fault: TableFault };
export type RoundResult = {
  /** What was shown that is not so, and what was not right again in time. */
  findings: string[];
  /** How long each took to be marked or right, and to be right again. */
  times: string[];
};

/** A half-open watch is noticed after fifteen seconds; the rest is for a machine that has much else to do. */
const NOTICED_WITHIN_MS = 18_000;
const RIGHT_WITHIN_MS = 5_000;
/** How much later than it happens a test with ten tabs on two busy cores may see it. */
const SEEN_WITHIN_MS = 1_500;
/** A Retry-After is lengthened by chance by a tenth of it, and the portal may have been told of it a moment ago. */
const RETRY_AFTER_FACTOR = 1.1;
/** How much longer a round waits to tell how late it was. */
const GIVEN_UP_MS = 40_000;
const LOOK_EVERY_MS = 100;
const TOLD_WITHIN_MS = 1_000;

type Look = {
  /** Whether the pages that show it say that it is not as of now; what the page of connections says is no help to them. */
  isMarked: boolean;
  /** Whether nothing anywhere says so. */
  isClear: boolean;
  isRight: boolean;
  says: string;
};

/**
 * Breaks what the cells say, changes the world behind it, and looks whether every page marks what it cannot know. Then
 * mends all at once, and looks whether everything is shown as it is: in the tabs, in tabs opened anew, and by the views.
 */
export async function playRound(scene: Scene, cells: readonly Cell[]): Promise<RoundResult> {
  const { sandbox } = scene.world;
  const findings: string[] = [];
  const noticed = new Map<Cell, number>();
  const right = new Map<Cell, number>();
  const rules = cells.flatMap(({ subject, fault }) => rulesOf(subject, fault));
  for (const rule of rules) {
    sandbox.faults.set(rule);
  }
  for (const { id } of rules.filter((rule) => rule.id.endsWith(CUT))) {
    // The watches that are open now were cut when it was switched on.
    sandbox.faults.clear(id);
  }
  scene.played += 1;
  for (const { subject } of cells) {
    await subject.change(scene.world, scene.played);
  }
  const brokenAt = Date.now();
  const noticedWithin = Math.max(...cells.map(({ subject }) => subject.noticedWithinMs ?? NOTICED_WITHIN_MS));
  await watch(scene, cells, noticedWithin, (cell, { isMarked, isRight }) => {
    note(noticed, cell, isMarked || isRight, brokenAt);
    return noticed.has(cell);
  });
  findings.push(...(await unmarked(scene, cells, noticed)), ...(await unmarkedTabs(scene)));
  sandbox.faults.clear();
  const mendedAt = Date.now();
  await watch(scene, cells, GIVEN_UP_MS, (cell, { isClear, isRight }) => {
    note(right, cell, isRight && isClear, mendedAt);
    return right.has(cell);
  });
  for (const cell of cells) {
    const limit = limitOf(cell, cells);
    if ((right.get(cell) ?? Number.POSITIVE_INFINITY) > limit) {
      findings.push(`${nameOf(cell)}: right again after ${right.get(cell)} ms, and not within ${limit} ms`);
    }
  }
  findings.push(...(await compareWithFresh(scene)));
  const times = cells.map((cell) => `${nameOf(cell)}: marked ${noticed.get(cell)} ms, right ${right.get(cell)} ms`);
  return { findings, times };
}

const nameOf = ({ subject, fault }: Cell) => `${subject.title} / ${fault.title}`;

function note(times: Map<Cell, number>, cell: Cell, holds: boolean, since: number): void {
  if (!holds) {
    times.delete(cell);
  } else if (!times.has(cell)) {
    times.set(cell, Date.now() - since);
  }
}

function limitOf({ subject }: Cell, cells: readonly Cell[]): number {
  const asked = cells
    .filter((cell) => cell.subject.server === subject.server)
    .map(({ fault }) => (fault.retryAfterSeconds ?? 0) * 1000);
  return RIGHT_WITHIN_MS + SEEN_WITHIN_MS + Math.max(...asked) * RETRY_AFTER_FACTOR;
}

/** Looks again and again until `isDone` of all cells at once, or the time is over. */
async function watch(
  scene: Scene,
  cells: readonly Cell[],
  limitMs: number,
  isDone: (cell: Cell, look: Look) => boolean,
): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    const looks = await lookAt(scene, cells);
    const done = cells.map((cell) => isDone(cell, looks.get(cell) as Look));
    if (done.every(Boolean) || Date.now() > until) {
      return;
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** What the pages show of each cell: the line of its connection, its source in the chip of every tab, and its view. */
async function lookAt(scene: Scene, cells: readonly Cell[]): Promise<Map<Cell, Look>> {
  const { pages, world, played } = scene;
  const [lines, sources, ...marks] = await Promise.all([
    linesOf(tabOf(pages, '/connections')),
    pages.sourcesOf('sources'),
    ...[...pages.tabs.values()].map(marksOf),
  ]);
  const looks = cells.map(async (cell): Promise<[Cell, Look]> => {
    const { subject } = cell;
    const line = lines.get(subject.connection);
    const [told, truth] = await Promise.all([tellInTime(scene, subject), subject.truth(world, played)]);
    const says = told.toSorted().join(', ');
    const isTold = says === truth.toSorted().join(', ');
    const source = sources.find(({ id }) => id === subject.connection);
    // A forge is asked when there is something to ask, and is no source: its pages say themselves that it did not answer.
    const chips = source === undefined ? [] : marks.map((one) => one.some((mark) => mark.startsWith(source.label)));
    const isSaid = says.startsWith(PAGE_SAYS);
    const isHeld = line?.text.includes(subject.holds(world)) ?? false;
    const isUnknown = subject.standsOn !== undefined && lines.get(subject.standsOn)?.state !== 'live';
    const isMarked = isUnknown || isSaid || (source !== undefined && chips.every(Boolean));
    const isLineWell = line?.state === (subject.wellState ?? 'live');
    const isClear = !isUnknown && !isSaid && isLineWell && !chips.includes(true);
    return [cell, { isMarked, isClear, isRight: isTold && isHeld, says: `${line?.state} "${line?.text}": ${says}` }];
  });
  return new Map(await Promise.all(looks));
}

/** A view that asks the forge first may be as silent as the forge is: then nothing is shown of it. */
async function tellInTime({ pages, world }: Scene, subject: Subject): Promise<string[]> {
  const over = new AbortController();
  const late = sleep(TOLD_WITHIN_MS, [`${PAGE_SAYS} nothing yet`], { signal: over.signal });
  const told = subject.told(pages.read, world);
  // Whichever of them comes too late is of no interest, be it an error.
  late.catch(() => undefined);
  told.catch(() => undefined);
  try {
    return await Promise.race([told, late]);
  } finally {
    over.abort();
  }
}

/** What is wrong and is not marked. */
async function unmarked(scene: Scene, cells: readonly Cell[], noticed: ReadonlyMap<Cell, number>): Promise<string[]> {
  const looks = await lookAt(scene, cells);
  return cells.flatMap((cell) => {
    const look = looks.get(cell);
    return noticed.has(cell) || look?.isMarked || look?.isRight
      ? []
      : [`${nameOf(cell)}: shown as if it were so: ${look?.says}`];
  });
}

const CUT = '-cut';

/** The switches of a fault. Open watches are cut as well, so that a fault of answers is met at once. */
function rulesOf({ server, path, title }: Subject, { rule }: TableFault): FaultRule[] {
  const where = { server, ...(path === undefined ? {} : { path }) };
  const id = path === undefined ? server : title.replaceAll(/[^a-z]+/gi, '-');
  const isOfAnswers = server === 'kubernetes' && !rule.kind.startsWith('watch-');
  return [
    { id, ...where, ...rule },
    ...(isOfAnswers ? [{ id: id + CUT, ...where, kind: 'watch-reset' as const }] : []),
  ];
}
