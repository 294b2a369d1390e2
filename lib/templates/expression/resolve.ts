import { isRecord } from '#lib/domain/manifest/manifest.ts';
import type { Renderer, Scope } from './renderer.ts';

/** Evaluates every expression in a step's input, however deep. Fields whose expression gives nothing are left out. */
export function resolveInput(renderer: Renderer, input: unknown, scope: Scope): unknown {
  if (typeof input === 'string') {
    return isExpression(input) ? renderer.value(input, scope) : input;
  }
  if (Array.isArray(input)) {
    return input.map((item) => resolveInput(renderer, item, scope)).filter((item) => item !== undefined);
  }
  if (!isRecord(input)) {
    return input;
  }
  const entries = Object.entries(input).map(([key, value]) => [key, resolveInput(renderer, value, scope)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

export function isExpression(text: string): boolean {
  return text.includes('${{') || text.includes('{%');
}

/** Whether a step's `if` lets it run: as in JavaScript, but an empty list counts as false (Backstage, tasks/helper). */
export function isTruthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
