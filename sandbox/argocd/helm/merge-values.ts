import { type Fields, isFields } from '../../controllers/api/fields.ts';

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Lays values over others as Helm does: maps are merged, everything else is replaced, null takes a key away. */
export function mergeValues(under: Fields, over: Fields): Fields {
  const merged: Fields = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    if (FORBIDDEN_KEYS.has(key)) {
      continue;
    }
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = isFields(value) && isFields(before) ? mergeValues(before, value) : value;
    }
  }
  return merged;
}

function typedValue(text: string): unknown {
  if (text === 'true' || text === 'false') {
    return text === 'true';
  }
  if (text === 'null') {
    return null;
  }
  return /^-?(0|[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

/** One `--set name=value`: a path of keys with dots, `\.` for a dot in a key. Lists are not addressed. */
export function parameterValues(name: string, value: string, isText: boolean): Fields {
  const keys = name.split(/(?<!\\)\./).map((key) => key.replaceAll('\\.', '.'));
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), isText ? value : typedValue(value)) as Fields;
}
