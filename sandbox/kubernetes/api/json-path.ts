/**
 * Reads the simple JSON paths that printer columns and field selectors use: `.a.b`, `.a[0].b`, `.a[*].b`,
 * `.a[?(@.type == "Ready")].status`, `.a["b.c"]` and `.a\.b`. Gives everything it finds, in order.
 */
export function readJsonPath(root: unknown, path: string): unknown[] {
  let found: unknown[] = [root];
  for (const step of stepsOf(path)) {
    found = found.flatMap(step);
  }
  return found.filter((value) => value !== undefined);
}

type Step = (value: unknown) => unknown[];

const parsed = new Map<string, Step[]>();

function stepsOf(path: string): Step[] {
  const known = parsed.get(path);
  if (known !== undefined) {
    return known;
  }
  const steps: Step[] = [];
  let at = 0;
  while (at < path.length) {
    const end = path[at] === '[' ? endOfBracket(path, at) : endOfName(path, at);
    steps.push(path[at] === '[' ? bracketStep(path.slice(at + 1, end - 1)) : nameStep(path.slice(at, end)));
    at = end;
  }
  parsed.set(path, steps);
  return steps;
}

function endOfBracket(path: string, start: number): number {
  const end = path.indexOf(']', start);
  return end < 0 ? path.length : end + 1;
}

function endOfName(path: string, start: number): number {
  let end = start + 1;
  while (end < path.length && path[end] !== '.' && path[end] !== '[') {
    end += path[end] === '\\' ? 2 : 1;
  }
  return end;
}

function nameStep(text: string): Step {
  const name = text.replace(/^\./, '').replaceAll('\\', '');
  return name === '' ? (value) => [value] : (value) => [fieldOf(value, name)];
}

function bracketStep(text: string): Step {
  if (text === '*') {
    return (value) => (Array.isArray(value) ? value : []);
  }
  if (/^\d+$/.test(text)) {
    return (value) => (Array.isArray(value) ? [value[Number(text)]] : []);
  }
  const filter = /^\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)$/.exec(text);
  if (filter !== null) {
    const [, path = '', expected] = filter;
    return (value) =>
      Array.isArray(value) ? value.filter((element) => readJsonPath(element, `.${path}`)[0] === expected) : [];
  }
  const name = text.replace(/^["']|["']$/g, '');
  return (value) => [fieldOf(value, name)];
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
