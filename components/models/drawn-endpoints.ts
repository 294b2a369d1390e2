import type { EndpointRow } from '#lib/views/models/endpoint-rows.ts';
import { shownDrift } from '#lib/views/models/server-lines.ts';

/** Elements of all cards together: a page of any size keeps to 1,500 with its tables and its frame. */
const MOST_ELEMENTS = 600;
const OF_A_CARD = 32;
const OF_A_MODEL = 22;
const OF_A_FINDING = 12;
const OF_A_MODELFILE = 11;
const OF_A_PROBLEM = 5;

/** The first servers, as many as can be drawn at once; at least one. */
export function drawnEndpoints(endpoints: readonly EndpointRow[]): EndpointRow[] {
  let elements = 0;
  const end = endpoints.findIndex((endpoint, index) => {
    elements += weightOf(endpoint, endpoints.length);
    return index > 0 && elements > MOST_ELEMENTS;
  });
  return endpoints.slice(0, end === -1 ? endpoints.length : end);
}

function weightOf(endpoint: EndpointRow, servers: number): number {
  const { held, declared } = endpoint;
  const models = (held?.loaded.length ?? 0) + (held?.loading.length ?? 0);
  return (
    OF_A_CARD +
    models * OF_A_MODEL +
    shownDrift(endpoint, servers).length * OF_A_FINDING +
    (declared?.modelfiles.length ?? 0) * OF_A_MODELFILE +
    (declared?.problems.length ?? 0) * OF_A_PROBLEM
  );
}
