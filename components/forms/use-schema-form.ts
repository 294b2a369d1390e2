'use client';

import { useState } from 'react';
import type { FieldError } from '#lib/domain/error/portal-error.ts';
import type { FormPage } from '#lib/domain/template/template.ts';
import { firstByPath, isUnder, nearestField, unknownErrors } from './field-error-list.ts';
import type { FormField } from './schema/form-field.ts';
import { changeValue, pageOfPath, pagePaths, shownValues } from './schema/form-values.ts';
import { readFields } from './schema/read-field.ts';
import { type FormValues, type Keys, pathOf } from './schema/values.ts';

export type SchemaFormInput = {
  pages: FormPage[];
  values: FormValues;
  onChange: (values: FormValues) => void;
  /** Checks what would be sent; runs on every key, so it must be quick. */
  validate: (values: FormValues) => FieldError[];
  /** What the server said of what was sent. */
  errors: readonly FieldError[];
  /** What the server says of what is typed just now; what `validate` finds too is not told twice. */
  notes: readonly FieldError[];
};

const NO_PAGE: FormPage = { title: '', description: '', schema: {} };

/** What was last sent back by the server, less the fields that were changed since. */
function useServerErrors(errors: readonly FieldError[]): {
  open: readonly FieldError[];
  settle: (path: string) => void;
} {
  const [seen, setSeen] = useState<{ errors: readonly FieldError[]; settled: ReadonlySet<string> }>({
    errors,
    settled: new Set(),
  });
  if (seen.errors !== errors) {
    setSeen({ errors, settled: new Set() });
  }
  const settled = seen.errors === errors ? seen.settled : new Set<string>();
  return {
    open: errors.filter((error) => error.path === '' || !isUnder(error.path, settled)),
    settle: (path) => setSeen({ errors, settled: new Set([...settled, path]) }),
  };
}

function labelsOf(fields: readonly FormField[], around = ''): [string, string][] {
  return fields.flatMap((field) => {
    const label = around === '' ? field.label : `${around}, ${field.label}`;
    const inner = field.kind === 'group' ? field.fields : field.kind === 'list' ? field.items : [];
    return [[field.path, label] as [string, string], ...labelsOf(inner, label)];
  });
}

/** The state of a form: which page, which errors are to be shown, and what a change does. Draws nothing. */
export function useSchemaForm({ pages, values, onChange, validate, errors, notes }: SchemaFormInput) {
  const [at, setAt] = useState(0);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [triedPages, setTriedPages] = useState<ReadonlySet<number>>(new Set());
  const server = useServerErrors(errors);
  const page = pages[at] ?? NO_PAGE;
  const fields = readFields(page.schema, [], values);
  const own = validate(shownValues(pages, values));
  const told = unknownErrors([...server.open, ...unknownErrors(notes, server.open)], own);
  const all = [...own, ...told];
  const pageOf = (path: string) => (path === '' ? pages.length - 1 : pageOfPath(pages, values, path));
  const onPage = (index: number) => all.filter((error) => error.path !== '' && pageOf(error.path) === index);
  const labels = new Map(pages.flatMap((one) => labelsOf(readFields(one.schema, [], values))));
  const byPath = firstByPath(all);
  const paths = new Set(pagePaths(page, values));
  const nearest = new Map(all.map((error) => [nearestField(error.path, paths), error.message]));

  const errorOf = (path: string): string | undefined => {
    const isShown = touched.has(path) || triedPages.has(at) || told.some((error) => error.path === path);
    return isShown ? (byPath.get(path) ?? nearest.get(path)) : undefined;
  };
  const change = (keys: Keys, next: unknown) => {
    server.settle(pathOf(keys));
    onChange(changeValue(pages, values, keys, next));
  };
  return {
    at,
    page,
    fields,
    goTo: (index: number) => setAt(Math.min(pages.length - 1, Math.max(0, index))),
    triedPages,
    tryPages: (indexes: readonly number[]) => setTriedPages(new Set([...triedPages, ...indexes])),
    touch: (path: string) => setTouched((before) => (before.has(path) ? before : new Set([...before, path]))),
    errorOf,
    change,
    onPage,
    pageOf,
    /** Everything that is wrong, with the names people know the fields by. */
    named: all.map((error) => ({
      ...error,
      label: labels.get(error.path) ?? labels.get(nearestField(error.path, new Set(labels.keys()))) ?? '',
    })),
  };
}

export type SchemaFormState = ReturnType<typeof useSchemaForm>;
