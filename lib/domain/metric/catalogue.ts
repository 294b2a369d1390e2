/** A metric that grows or is timed where something happens. Labels take values from small closed sets, never what a stranger can make up. */
type Counted = { help: string; labels: readonly string[] };
type Timed = Counted & { buckets: readonly number[] };

/** Upper bounds in seconds: for what a page waits for, and for what other systems answer. */
const OWN_WORK = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10] as const;
const OTHERS_WORK = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20] as const;
const DATABASE_WORK = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5] as const;

/** What only grows. */
export const COUNTERS = {
  portolan_http_requests_total: {
    help: 'Requests that were answered or broken off, by route pattern, method and class of status.',
    labels: ['route', 'method', 'status'],
  },
  portolan_rate_limited_total: {
    help: 'Requests that were answered with 429, by route pattern.',
    labels: ['route'],
  },
  portolan_sign_ins_total: {
    help: 'Sign-ins that were finished, by outcome: done, or why they were refused.',
    labels: ['outcome'],
  },
  portolan_webhooks_total: {
    help: 'Webhooks that came in, by forge and outcome: heard, repeated, refused, too-large, too-slow or cut-off.',
    labels: ['forge', 'outcome'],
  },
  portolan_source_failures_total: {
    help: 'Failed lists, watches and polls of a source, by kind of error.',
    labels: ['source', 'kind'],
  },
  portolan_source_lists_total: {
    help: 'How often the whole state of a source was taken in anew.',
    labels: ['source'],
  },
  portolan_source_events_total: {
    help: 'Single objects of a source that a watch told of, by what happened.',
    labels: ['source', 'event'],
  },
  portolan_forge_requests_total: {
    help: 'Calls to a forge, by operation and outcome: ok, or the kind of error.',
    labels: ['forge', 'operation', 'outcome'],
  },
  portolan_database_errors_total: {
    help: 'Calls to the database that failed, by operation and kind of error.',
    labels: ['operation', 'kind'],
  },
  portolan_database_busy_retries_total: {
    help: 'How often work on the database was done again because it was busy.',
    labels: [],
  },
  portolan_log_records_total: {
    help: 'Lines of the log, by level.',
    labels: ['level'],
  },
} as const satisfies Record<string, Counted>;

/** What is timed, in seconds. */
export const HISTOGRAMS = {
  portolan_http_request_duration_seconds: {
    help: 'From a request to the end of its answer, by route pattern and method. Live streams are not in it.',
    labels: ['route', 'method'],
    buckets: OWN_WORK,
  },
  portolan_command_duration_seconds: {
    help: 'Commands of signed-in people, by name and outcome: ok, or the code of the refusal.',
    labels: ['command', 'outcome'],
    buckets: OTHERS_WORK,
  },
  portolan_view_duration_seconds: {
    help: 'Views that were read over HTTP, by name and outcome: ok, or the code of the refusal.',
    labels: ['view', 'outcome'],
    buckets: OWN_WORK,
  },
  portolan_forge_request_duration_seconds: {
    help: 'Calls to a forge, by operation.',
    labels: ['forge', 'operation'],
    buckets: OTHERS_WORK,
  },
  portolan_database_duration_seconds: {
    help: 'Calls to the database with their retries, by operation.',
    labels: ['operation'],
    buckets: DATABASE_WORK,
  },
} as const satisfies Record<string, Timed>;

export type CounterName = keyof typeof COUNTERS;
export type HistogramName = keyof typeof HISTOGRAMS;
export type LabelsOf<Name extends CounterName | HistogramName> = Record<
  (typeof COUNTERS & typeof HISTOGRAMS)[Name]['labels'][number],
  string
>;
