import type { FormPage } from '#lib/domain/template/template.ts';
import { isSame } from '#lib/domain/value/same.ts';
import type { FieldOption, FormField } from './form-field.ts';
import { readFields } from './read-field.ts';
import { type FormValues, valueAt } from './values.ts';

const NOTHING = 'nothing';

/** A field of a form and what `values` hold for it, as people know them; what no page shows keeps its own name. */
export function fieldInWords(pages: FormPage[], values: FormValues, name: string): { label: string; words: string } {
  const field = pages.flatMap(({ schema }) => readFields(schema, [], values)).find(({ path }) => path === name);
  return field === undefined
    ? { label: name, words: plain(valueAt(values, [name])) }
    : { label: field.label, words: wordsOf(field, values) };
}

function wordsOf(field: FormField, values: FormValues): string {
  const value = valueAt(values, field.keys);
  switch (field.kind) {
    case 'choice':
      return chosen(field.options, value);
    case 'choices':
      return joined(Array.isArray(value) ? value.map((one) => chosen(field.options, one)) : [], ', ');
    case 'group':
      return joined(
        field.fields.flatMap((inner) => {
          const words = wordsOf(inner, values);
          return words === NOTHING ? [] : [`${inner.label} ${words}`];
        }),
        ', ',
      );
    case 'list': {
      const isNested = field.items.some(({ kind }) => kind === 'group' || kind === 'list');
      const items = field.items.map((item) => wordsOf(item, values));
      return joined(items, isNested ? '; ' : ', ');
    }
    default:
      return plain(value);
  }
}

function chosen(options: readonly FieldOption[], value: unknown): string {
  return options.find((option) => isSame(option.value, value))?.label ?? plain(value);
}

function joined(words: readonly string[], between: string): string {
  return words.join(between) || NOTHING;
}

function plain(value: unknown): string {
  if (value === undefined || value === null || value === '') {
    return NOTHING;
  }
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  return typeof value === 'string' ? value : JSON.stringify(value);
}
