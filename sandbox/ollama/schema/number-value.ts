import { UnsupportedSchemaError } from './pattern.ts';
import type { SchemaNode, WalkContext } from './walk-context.ts';

/** A number within the limits of the schema; the one that the prompt names, or one from the prompt that fits. */
export function numberValue(schema: SchemaNode, name: string, context: WalkContext, isInteger: boolean): number {
  const step = typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : null;
  const unit = step ?? (isInteger ? 1 : 0.01);
  const { least, most } = limits(schema, unit);
  const lowest = Math.ceil(least / unit - 1e-9);
  const highest = Math.floor(most / unit + 1e-9);
  if (lowest > highest) {
    throw new UnsupportedSchemaError(`${name || 'a number'}: no number lies between its limits`);
  }
  const fits = (value: number) =>
    value >= least &&
    value <= most &&
    (!isInteger || Number.isInteger(value)) &&
    (step === null || isMultiple(value, step));
  const said = Number(context.hints.after(name) ?? Number.NaN);
  if (fits(said)) {
    return said;
  }
  if (context.isHollow) {
    return clean(lowest * unit);
  }
  const inPrompt = context.hints.numbers.filter(fits);
  const copied = context.random.next() < 0.5 ? context.random.pick(inPrompt) : undefined;
  return copied ?? clean(context.random.between(lowest, highest) * unit);
}

function limits(schema: SchemaNode, unit: number): { least: number; most: number } {
  const given = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  const above = given(schema.exclusiveMinimum);
  const below = given(schema.exclusiveMaximum);
  const least = Math.max(given(schema.minimum) ?? -Infinity, above === null ? -Infinity : above + unit);
  const most = Math.min(given(schema.maximum) ?? Infinity, below === null ? Infinity : below - unit);
  // Without limits: what people count with.
  const from = least === -Infinity ? Math.min(1, most === Infinity ? 1 : most - 100 * unit) : least;
  return { least: from, most: most === Infinity ? from + 100 * Math.max(1, unit) : most };
}

function isMultiple(value: number, step: number): boolean {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

/** Without the dust of binary fractions. */
function clean(value: number): number {
  return Number(value.toFixed(10));
}
