import type { Schema, SchemaIssue, SchemaType, ValidationOptions } from './schema.ts';
import { type Broken, brokenList, brokenNumber, brokenText, hasType, isObject, isSameJson } from './value-checks.ts';

type Path = readonly (string | number)[];

type Run = ValidationOptions & { issues: SchemaIssue[]; budget: { left: number } };

/** Looks at values and alternatives; more than this is a schema or a value made to keep the machine busy. */
const MOST_LOOKS = 200_000;
const MOST_ISSUES = 100;
/** References that lead to references without looking at anything on the way. */
const MOST_HOPS = 20;

class OutOfBudget extends Error {}

/** What is wrong with a value, in the order of its fields; nothing when it is as the schema says. */
export function validateValue(schema: Schema, value: unknown, options: ValidationOptions): SchemaIssue[] {
  const run: Run = { ...options, issues: [], budget: { left: MOST_LOOKS } };
  try {
    check(run, schema, value, []);
  } catch (error) {
    if (!(error instanceof OutOfBudget)) {
      throw error;
    }
    run.issues.push({ path: [], keyword: 'budget', expected: MOST_LOOKS, value: null, schema });
  }
  return run.issues.slice(0, MOST_ISSUES);
}

function check(run: Run, given: Schema, value: unknown, path: Path): void {
  run.budget.left -= 1;
  if (run.budget.left < 0) {
    throw new OutOfBudget();
  }
  if (run.issues.length >= MOST_ISSUES) {
    return;
  }
  const schema = follow(run, given);
  const report = ({ keyword, expected }: Broken) => {
    run.issues.push({ path, keyword, expected, value, schema });
  };
  if (!isOfType(schema, value)) {
    report({ keyword: 'type', expected: typesOf(schema) });
    return;
  }
  if (schema.enum !== undefined && !schema.enum.some((allowed) => isSameJson(allowed, value))) {
    report({ keyword: 'enum', expected: schema.enum });
  }
  if (schema.const !== undefined && !isSameJson(schema.const, value)) {
    report({ keyword: 'const', expected: schema.const });
  }
  const broken = brokenValue(schema, value);
  if (broken !== null) {
    report(broken);
  }
  if (schema.format !== undefined && !run.hasFormat(schema.format, value)) {
    report({ keyword: 'format', expected: schema.format });
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    for (const [index, item] of value.entries()) {
      check(run, schema.items, item, [...path, index]);
    }
  }
  if (isObject(value)) {
    checkFields(run, schema, value, path);
  }
  checkCombinations(run, schema, value, path);
}

function follow(run: Run, schema: Schema): Schema {
  let current = schema;
  for (let hops = 0; current.$ref !== undefined && hops < MOST_HOPS; hops += 1) {
    current = run.resolve(current.$ref) ?? {};
  }
  return current;
}

function typesOf(schema: Schema): SchemaType[] {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return ['integer', 'string'];
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  return schema.nullable === true ? [...types, 'null'] : types;
}

function isOfType(schema: Schema, value: unknown): boolean {
  const types = typesOf(schema);
  return types.length === 0 || hasType(value, types);
}

function brokenValue(schema: Schema, value: unknown): Broken | null {
  if (typeof value === 'string') {
    return brokenText(schema, value);
  }
  if (typeof value === 'number') {
    return brokenNumber(schema, value);
  }
  return Array.isArray(value) ? brokenList(schema, value) : null;
}

/** Fields that every object of the API has, for objects inside others. */
const EMBEDDED_FIELDS = ['apiVersion', 'kind', 'metadata'];

function checkFields(run: Run, schema: Schema, value: Record<string, unknown>, path: Path): void {
  const known = schema.properties ?? {};
  const isAbsent = (name: string) =>
    !Object.hasOwn(value, name) || value[name] === undefined || (run.nullIsAbsent && value[name] === null);
  for (const name of schema.required ?? []) {
    if (isAbsent(name)) {
      const inner = Object.hasOwn(known, name) ? known[name] : undefined;
      run.issues.push({ path: [...path, name], keyword: 'required', expected: name, value, schema: inner ?? {} });
    }
  }
  const count = Object.keys(value).length;
  for (const [keyword, limit, isBroken] of [
    ['minProperties', schema.minProperties, count < (schema.minProperties ?? 0)],
    ['maxProperties', schema.maxProperties, count > (schema.maxProperties ?? count)],
  ] as const) {
    if (isBroken) {
      run.issues.push({ path, keyword, expected: limit, value, schema });
    }
  }
  for (const name of Object.keys(value).filter((key) => !isAbsent(key))) {
    const field = Object.hasOwn(known, name) ? known[name] : undefined;
    if (field !== undefined) {
      check(run, field, value[name], [...path, name]);
    } else {
      checkOtherField(run, schema, value, path, name);
    }
  }
}

function checkOtherField(run: Run, schema: Schema, value: Record<string, unknown>, path: Path, name: string): void {
  const { additionalProperties: others } = schema;
  if (isObject(others)) {
    check(run, others, value[name], [...path, name]);
    return;
  }
  const isOpen =
    others === true ||
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    (schema['x-kubernetes-embedded-resource'] === true && EMBEDDED_FIELDS.includes(name));
  const isClosed = others === false || (run.closed && schema.properties !== undefined);
  if (isClosed && !isOpen) {
    const expected = Object.keys(schema.properties ?? {});
    run.issues.push({ path: [...path, name], keyword: 'unknown', expected, value: value[name], schema });
  }
}

function checkCombinations(run: Run, schema: Schema, value: unknown, path: Path): void {
  // A schema that stands beside others says only part of what the object may hold, so it does not close it;
  // alone it is a reference with something added, as Kubernetes writes fields that have a default.
  const isAlone = schema.properties === undefined && schema.allOf?.length === 1;
  for (const part of schema.allOf ?? []) {
    check(isAlone ? run : { ...run, closed: false }, part, value, path);
  }
  for (const keyword of ['anyOf', 'oneOf'] as const) {
    const choices = schema[keyword];
    if (choices !== undefined) {
      checkChoices(run, { schema, keyword, choices }, value, path);
    }
  }
  if (schema.not !== undefined && issuesOf(run, schema.not, value, path).length === 0) {
    run.issues.push({ path, keyword: 'not', expected: schema.not, value, schema });
  }
  if (schema.if !== undefined) {
    const branch = issuesOf(run, schema.if, value, path).length === 0 ? schema.then : schema.else;
    check({ ...run, closed: false }, branch ?? {}, value, path);
  }
  checkDependencies(run, schema, value, path);
}

type Choices = { schema: Schema; keyword: 'anyOf' | 'oneOf'; choices: Schema[] };

function checkChoices(run: Run, { schema, keyword, choices }: Choices, value: unknown, path: Path): void {
  const results = choices.map((choice) => issuesOf(run, choice, value, path));
  const holding = results.filter((issues) => issues.length === 0).length;
  if (holding === 0) {
    // The alternative that came closest is most likely the one that was meant.
    const [closest] = results.toSorted((a, b) => a.length - b.length || depthOf(b) - depthOf(a));
    run.issues.push(...(closest ?? []));
  } else if (keyword === 'oneOf' && holding > 1) {
    run.issues.push({ path, keyword, expected: choices, value, schema });
  }
}

function depthOf(issues: readonly SchemaIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function issuesOf(run: Run, schema: Schema, value: unknown, path: Path): SchemaIssue[] {
  const trial: Run = { ...run, closed: false, issues: [] };
  check(trial, schema, value, path);
  return trial.issues;
}

function checkDependencies(run: Run, schema: Schema, value: unknown, path: Path): void {
  if (schema.dependencies === undefined || !isObject(value)) {
    return;
  }
  for (const [name, dependency] of Object.entries(schema.dependencies)) {
    if (!Object.hasOwn(value, name)) {
      continue;
    }
    const then = Array.isArray(dependency) ? { required: dependency } : dependency;
    check({ ...run, closed: false }, then, value, path);
  }
}
