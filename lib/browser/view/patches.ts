import { replaceEqualDeep } from '@tanstack/react-query';
import { patchRows } from '#lib/browser/live/patch-rows.ts';
import type { Delta, Row } from '#lib/domain/live/wire.ts';
import type { ViewResult } from '#lib/views/_shared/view.ts';

/**
 * For a topic with a single row that is the data, or a part of it: takes the row's fields over. What did not change in it
 * stays the same object, and so does the result when nothing did.
 * @param place puts what came in its place; null once the row is gone, which must not go on being shown
 */
export function patchValue<Data, Value extends object>(place: (data: Data, value: Value | null) => Data) {
  return (result: ViewResult<Data>, delta: Delta): ViewResult<Data> => {
    const row = delta.upsert.at(-1);
    if (row === undefined && delta.remove.length === 0 && delta.replace === undefined) {
      return result;
    }
    const data = replaceEqualDeep(result.data, place(result.data, row === undefined ? null : fieldsOf<Value>(row)));
    return data === result.data ? result : { ...result, data };
  };
}

function fieldsOf<Value>(row: Row): Value {
  // The topic a value follows is one with it: the server projects both with the same function.
  const { id: _id, ...value } = row;
  return value as unknown as Value;
}

/** For a topic whose rows are a list somewhere in the data. Rows carry ids; null data stays null until it is read again. */
export function patchList<Data, Item extends Row>(
  list: (data: Data) => readonly Item[] | null,
  place: (data: Data, items: readonly Item[]) => Data,
) {
  return (result: ViewResult<Data>, delta: Delta): ViewResult<Data> => {
    const items = list(result.data) ?? [];
    const next = patchRows(items, delta);
    return next === items ? result : { ...result, data: place(result.data, next) };
  };
}
