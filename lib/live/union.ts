import { hasData, isWell, type SourceStatus, worstSource } from '#lib/domain/source/source.ts';
import type { Collection } from '#lib/ports/collection.ts';

/**
 * Several collections as one, without a copy: of a kind in several clusters, whose ids never meet. One alone is itself. Its
 * own state is good for asking whether anything is known; how fresh what is, each of the `parts` says.
 */
export function createUnion<Value>(parts: readonly Collection<Value>[]): Collection<Value> {
  const [only, ...others] = parts;
  if (only === undefined) {
    throw new RangeError('a union has a part');
  }
  if (others.length === 0) {
    return only;
  }
  return {
    parts,
    get(id) {
      for (const part of parts) {
        const value = part.get(id);
        if (value !== undefined) {
          return value;
        }
      }
      return undefined;
    },
    *values() {
      for (const part of parts) {
        yield* part.values();
      }
    },
    get size() {
      return parts.reduce((sum, { size }) => sum + size, 0);
    },
    get source() {
      return mergeStates(parts.map(({ source }) => source));
    },
    subscribe(listener) {
      const stops = parts.map((part) => part.subscribe(listener));
      return () => {
        for (const stop of stops) {
          stop();
        }
      };
    },
  };
}

/**
 * The state of all together: live while all are well, stale while anything of them can be shown, else the worst of them. It
 * goes by the name of the first, and gives the reason of the worst.
 */
export function mergeStates(sources: readonly SourceStatus[]): SourceStatus {
  const [first] = sources;
  const worst = worstSource(sources);
  if (first === undefined || worst === undefined) {
    throw new RangeError('there is no state of nothing');
  }
  const known = sources.filter(hasData);
  const { id, label } = first;
  if (known.length === 0 || sources.every(isWell)) {
    const shown = known[0] ?? worst;
    return { ...shown, id, label, asOf: oldest(known) };
  }
  const reason = worst.reason ?? `it is ${worst.state}`;
  return { ...worst, id, label, state: 'stale', asOf: oldest(known), reason: `${worst.label}: ${reason}` };
}

function oldest(sources: readonly SourceStatus[]): number | null {
  const times = sources.flatMap(({ asOf }) => (asOf === null ? [] : [asOf]));
  return times.length === 0 ? null : Math.min(...times);
}
