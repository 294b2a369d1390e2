import { type Fields, fieldsOf, listOf, numberOf } from '../../controllers/api/fields.ts';
import type { KubeObject } from '../../kubernetes/object.ts';
import type { ApplicationSpec } from '../application/spec.ts';
import { revisionFields } from '../application/status.ts';
import type { OperationState } from './operation-state.ts';

/** `status.history` with one more entry, the oldest dropped beyond `revisionHistoryLimit`: controller/state.go. */
export function withHistory(
  application: KubeObject,
  spec: ApplicationSpec,
  state: OperationState,
  at: string,
): Fields[] {
  const before = listOf(application.status?.history).map(fieldsOf);
  const id = before.length === 0 ? 0 : numberOf(before.at(-1)?.id, 0) + 1;
  const { syncResult, startedAt, operation } = state;
  const sources = syncResult?.sources ?? [];
  const entry: Fields = {
    deployStartedAt: startedAt,
    deployedAt: at,
    id,
    initiatedBy: fieldsOf(operation.initiatedBy),
    ...revisionFields(spec, syncResult?.revisions ?? []),
    ...(spec.hasMultipleSources ? { sources } : { source: sources[0] ?? {} }),
  };
  const limit = spec.revisionHistoryLimit;
  return limit <= 0 ? [] : [...before, entry].slice(-limit);
}
