import 'server-only';
import { z } from 'zod';
import { RUNNER_FORGES } from '#lib/domain/runner/runner.ts';
import { RUNNER_STANDINGS } from '#lib/domain/runner/standing.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';
import { answerQuestion, type FleetAnswer } from './answer.ts';
import { type FleetSummary, readFleet } from './fleet.ts';
import { type RunnerRow, readRunners } from './row.ts';
import { RUNNER_SORTS, selectRunners } from './select-rows.ts';

/** As many rows as a first screen shows; the browser asks for the rest when it is up. */
export const FIRST_RUNNERS = 20;

const Words = z.array(z.string().max(300)).max(50);
const Question = z.strictObject({
  forge: z.enum(RUNNER_FORGES),
  labels: Words,
  repository: z.string().max(300),
  group: z.string().max(300),
  isProtected: z.boolean(),
  architectures: Words,
});

/** What a list of runners can be asked to be; the same words as in the address of the page. */
export const RunnersParams = z.strictObject({
  search: z.string().max(200).default(''),
  standings: z.array(z.enum(RUNNER_STANDINGS)).default([]),
  sort: z.enum(RUNNER_SORTS).default('trouble'),
  descending: z.boolean().default(false),
  /** A job to say of which runners take it. */
  question: Question.optional(),
  /** As many rows at most; all of them where nothing is said. */
  limit: z.int().min(1).max(1000).optional(),
});

export type RunnersData = {
  rows: RunnerRow[];
  matching: number;
  fleet: FleetSummary | null;
  /** null where nothing was asked. */
  answer: FleetAnswer | null;
};

/** The whole fleet as rows, with what is said of all of it together. */
export const runnersView = defineView({
  name: 'runners',
  params: RunnersParams,
  async read(context, { limit = Number.POSITIVE_INFINITY, question, ...selection }) {
    await authorize(context, 'platform.view');
    const { services } = context;
    const position = services.live.position();
    const all = readRunners(services);
    const rows = selectRunners(all, selection);
    const fleet = readFleet(services, all);
    const data: RunnersData = {
      rows: rows.slice(0, limit),
      matching: rows.length,
      fleet,
      answer: question === undefined || fleet === null ? null : answerQuestion(all, question, fleet),
    };
    return { data, sources: services.runnerSources.map(({ runners }) => runners.source), position };
  },
});
