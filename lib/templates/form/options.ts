import type { Schema, ValidationOptions } from '#lib/domain/json-schema/schema.ts';
import { validateValue } from '#lib/domain/json-schema/validate.ts';
import { parseQuantity } from '#lib/domain/quantity/quantity.ts';

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  email: (text) => text.length <= 254 && /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text),
  uri: isUrl,
  url: isUrl,
  hostname: (text) =>
    text.length <= 253 &&
    text.split('.').every((label) => /^[A-Za-z0-9](?:[-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(label)),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T/.test(text) && text.length < 40 && !Number.isNaN(Date.parse(text)),
  ipv4: (text) => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256),
  quantity: (text) => parseQuantity(text) !== null,
};

function isUrl(text: string): boolean {
  return text.length <= 2_000 && URL.canParse(text);
}

/** How values of forms are held against the schema of their page. */
export function formOptions(page: Schema): ValidationOptions {
  return {
    resolve: (reference) => page.definitions?.[reference.replace('#/definitions/', '')] ?? null,
    closed: false,
    nullIsAbsent: true,
    hasFormat: (format, value) => typeof value !== 'string' || (FORMATS[format]?.(value) ?? true),
  };
}

export function holdsFor(page: Schema, value: unknown): (schema: Schema) => boolean {
  return (schema) => validateValue(schema, value, formOptions(page)).length === 0;
}
