import 'server-only';
import { createComputedTopic } from '#lib/live/computed-topic.ts';
import type { Topic } from '#lib/live/topic.ts';
import type { Services } from '#lib/portal/context.ts';
import { newestReviewMark } from '#lib/portal/newest-review.ts';
import { readLines } from '#lib/views/gateway/lines.ts';
import { liveRunOf } from '#lib/views/gateway/run.ts';

/** The requests to the gateway as a list; nothing where there is no gateway. */
export function createGatewayTopics(services: Pick<Services, 'gateway'>): Topic[] {
  const { gateway } = services;
  return gateway === null
    ? []
    : [createComputedTopic({ name: 'gateway-runs', collections: [gateway.rows], compute: () => readLines(services) })];
}

/** What a model makes of one application: that there is something new of it, which the page reads by itself. */
export function createExplanationTopic({ gateway }: Pick<Services, 'gateway'>, name: string): Topic | null {
  const [, subjectId] = /^explanation\/([^/]+\/[^/]+)$/.exec(name) ?? [];
  if (subjectId === undefined || gateway === null) {
    return null;
  }
  return createComputedTopic({
    name,
    collections: [gateway.reviewRows],
    concerns: ({ upserted }) => [...upserted].some((id) => gateway.reviewRows.get(id)?.subjectId === subjectId),
    compute: () => {
      const mark = newestReviewMark(gateway, { subjectKind: 'application', subjectId });
      return mark === null ? [] : [{ id: subjectId, mark }];
    },
  });
}

/**
 * The page of one request: what is written for it as it is written, its place in the line, and that there is something new
 * of it, which the page reads by itself. null for a topic of another name.
 */
export function createGatewayRunTopic(services: Pick<Services, 'gateway'>, name: string): Topic | null {
  const [, id] = /^gateway-run\/([^/]+)$/.exec(name) ?? [];
  const { gateway } = services;
  if (id === undefined || gateway === null) {
    return null;
  }
  return createComputedTopic({
    name,
    collections: [gateway.rows, gateway.texts],
    // Its place follows from all that wait; of words, only its own are shown.
    concerns: ({ upserted, removed }) =>
      [...upserted, ...removed].some((one) => one === id || gateway.texts.get(one) === undefined),
    compute: () => {
      const row = gateway.rows.get(id);
      return row === undefined ? [] : [{ id, ...liveRunOf(services, id, row.revision) }];
    },
  });
}
