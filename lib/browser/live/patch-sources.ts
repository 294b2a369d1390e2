import type { Delta } from '#lib/domain/live/wire.ts';
import type { SourceStatus } from '#lib/domain/source/source.ts';
import { patchRows } from './patch-rows.ts';

/** The sources of a result brought up to date. Only those it is made of: the topic tells of all there are. */
export function patchSources<Result extends { sources: readonly SourceStatus[] }>(
  result: Result,
  delta: Delta,
): Result {
  const ids = new Set(result.sources.map(({ id }) => id));
  const upsert = delta.upsert.filter(({ id }) => ids.has(id));
  const sources = patchRows(result.sources, { topic: delta.topic, version: delta.version, upsert, remove: [] });
  return sources === result.sources ? result : { ...result, sources };
}

/** The same for the rows of a result that has its list under `data.rows`. */
export function patchDataRows<Result extends { data: { rows: readonly { id: string }[] } }>(
  result: Result,
  delta: Delta,
): Result {
  const rows = patchRows(result.data.rows, delta);
  return rows === result.data.rows ? result : { ...result, data: { ...result.data, rows } };
}
