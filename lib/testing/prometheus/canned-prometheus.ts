import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { KnownPlaces } from '#lib/domain/gpu/metric-place.ts';
import { type Listening, listen } from '#lib/testing/net/listen.ts';

type Labels = Record<string, string>;
export type CannedSample = { name: string; labels: Labels; value: string | number; measuredAt?: number };

/** When the canned answers are given, in seconds since 1970. */
export const NOW_S = 1_795_000_000;

export const NO_PLACES: KnownPlaces = { configured: new Map(), nodes: () => [], nodeOfPod: () => null };

/** Answers every question of the portal from these samples, in Prometheus' form. */
export function answerFrom(samples: readonly CannedSample[], more: Record<string, unknown> = {}) {
  const vector = (result: unknown[]) => ({ status: 'success', data: { resultType: 'vector', result }, ...more });
  return (promql: string): unknown => {
    if (promql.startsWith('timestamp(')) {
      const times = samples.filter(({ name }) => promql.includes(`timestamp(${name})`));
      // `or` keeps one of each set of labels.
      const sets = new Map(times.map((one) => [JSON.stringify(one.labels), one]));
      const resultOf = ({ labels, measuredAt = NOW_S }: CannedSample) => ({
        metric: labels,
        value: [NOW_S, String(measuredAt)],
      });
      return vector([...sets.values()].map(resultOf));
    }
    const isCpu = promql.includes('node_cpu_seconds_total');
    const asked = samples.filter(({ name }) => (isCpu ? name === 'cpu' : promql.includes(name) && name !== 'cpu'));
    return vector(
      asked.map(({ name, labels, value }) => ({
        metric: isCpu ? labels : { __name__: name, ...labels },
        value: [NOW_S, String(value)],
      })),
    );
  };
}

export type Canned = Listening & { asked: IncomingMessage[] };

/** A server at which `answer` writes what comes back to each request. */
export async function startCanned(
  answer: (promql: string, response: ServerResponse, request: IncomingMessage) => void,
): Promise<Canned> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const { searchParams } = new URL(request.url ?? '/', 'http://canned');
    answer(searchParams.get('query') ?? '', response, request);
  });
  return { ...(await listen(server)), asked };
}
