import { labelsOf, type MakeableKind, metadataOf, PART } from '../kind.ts';
import { CONTAINER, podSpec } from '../pod.ts';

const { port: _, healthPath: __, ...JOB } = CONTAINER;

export const CRON_JOB: MakeableKind = {
  id: 'CronJob.batch',
  list: 'schedules',
  shape: {
    type: 'object',
    description: 'Something that runs at certain times and ends.',
    required: ['schedule', 'image'],
    additionalProperties: false,
    properties: {
      part: PART,
      schedule: {
        type: 'string',
        maxLength: 60,
        description: 'Five fields as cron has them, such as 0 3 * * *; Sunday is 0.',
      },
      ...JOB,
    },
  },
  make(entry, place) {
    const metadata = metadataOf(place, entry.part);
    // Not those of the application's other pods, or its Service would lead to jobs as well.
    const labels = { ...metadata.labels, ...labelsOf(`${metadata.name.slice(0, 59)}-job`) };
    const pod = { ...podSpec(entry, place, metadata.name), restartPolicy: 'Never' };
    return {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule: entry.schedule,
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: { backoffLimit: 2, template: { metadata: { labels }, spec: pod } },
        },
      },
    };
  },
};
