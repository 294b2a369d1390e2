import { type CharacterSet, isWordCode, PatternError, type PatternNode, parsePattern } from './syntax.ts';

/** A regular expression that answers in time proportional to the text, whatever either of them is. */
export type Pattern = {
  /** Whether it matches anywhere in the text, as `RegExp.test` does. */
  test(text: string): boolean;
};

type Step =
  | { do: 'take'; has: CharacterSet }
  | { do: 'assert'; what: 'start' | 'end' | 'word edge' | 'no word edge' }
  /** Goes on at each of these steps. */
  | { do: 'fork'; to: number[] };

const MOST_STEPS = 4_000;
const KEPT = 200;
const compiled = new Map<string, Pattern>();

/**
 * Compiles a pattern that may come from anyone. Unlike the built-in expressions it never backtracks: all ways of
 * matching are followed at once (Thompson 1968). Throws PatternError with the reason where it cannot be used.
 */
export function compilePattern(source: string): Pattern {
  const known = compiled.get(source);
  if (known !== undefined) {
    return known;
  }
  const steps: Step[] = [];
  emit(steps, parsePattern(source));
  const pattern: Pattern = { test: (text) => runs(steps, text) };
  if (compiled.size >= KEPT) {
    compiled.clear();
  }
  compiled.set(source, pattern);
  return pattern;
}

function emit(steps: Step[], node: PatternNode): void {
  if (steps.length > MOST_STEPS) {
    throw new PatternError('it is too large once its counts are written out');
  }
  switch (node.kind) {
    case 'set':
      steps.push({ do: 'take', has: node.has });
      return;
    case 'assert':
      steps.push({ do: 'assert', what: node.what });
      return;
    case 'sequence':
      for (const item of node.items) {
        emit(steps, item);
      }
      return;
    case 'choice':
      emitChoice(steps, node.items);
      return;
    case 'repeat':
      emitRepeat(steps, node);
      return;
  }
}

function emitChoice(steps: Step[], items: PatternNode[]): void {
  const fork = { do: 'fork' as const, to: [] as number[] };
  const exits: { do: 'fork'; to: number[] }[] = [];
  steps.push(fork);
  for (const item of items) {
    fork.to.push(steps.length);
    emit(steps, item);
    const exit = { do: 'fork' as const, to: [] as number[] };
    exits.push(exit);
    steps.push(exit);
  }
  for (const exit of exits) {
    exit.to.push(steps.length);
  }
}

function emitRepeat(steps: Step[], { item, min, max }: PatternNode & { kind: 'repeat' }): void {
  for (let count = 0; count < min; count += 1) {
    emit(steps, item);
  }
  if (max === null) {
    const start = steps.length;
    const loop = { do: 'fork' as const, to: [start + 1] };
    steps.push(loop);
    emit(steps, item);
    steps.push({ do: 'fork', to: [start] });
    loop.to.push(steps.length);
    return;
  }
  const skips: number[][] = [];
  for (let count = min; count < max; count += 1) {
    const to = [steps.length + 1];
    skips.push(to);
    steps.push({ do: 'fork', to });
    emit(steps, item);
  }
  for (const to of skips) {
    to.push(steps.length);
  }
}

function runs(steps: readonly Step[], text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  let active: number[] = [];
  for (let at = 0; at <= codes.length; at += 1) {
    const seen = new Set<number>();
    const reached = [...active, 0];
    for (let index = 0; index < reached.length; index += 1) {
      const current = reached[index] ?? 0;
      if (seen.has(current)) {
        continue;
      }
      seen.add(current);
      const step = steps[current];
      if (step === undefined) {
        return true;
      }
      if (step.do === 'fork') {
        reached.push(...step.to);
      } else if (step.do === 'assert' && holds(step.what, codes, at)) {
        reached.push(current + 1);
      }
    }
    const code = codes[at];
    active = [];
    for (const current of seen) {
      const step = steps[current];
      if (code !== undefined && step?.do === 'take' && step.has(code)) {
        active.push(current + 1);
      }
    }
  }
  return false;
}

function holds(what: 'start' | 'end' | 'word edge' | 'no word edge', codes: readonly number[], at: number): boolean {
  if (what === 'start') {
    return at === 0;
  }
  if (what === 'end') {
    return at === codes.length;
  }
  const isEdge = isWordCode(codes[at - 1] ?? 0) !== isWordCode(codes[at] ?? 0);
  return what === 'word edge' ? isEdge : !isEdge;
}
