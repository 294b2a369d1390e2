/** CI variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

type Token = { kind: 'operator' | 'text' | 'variable' | 'pattern' | 'null'; value: string };

/**
 * Whether a `rules:if` holds: variables, texts and null compared with `==` and `!=`, joined by `&&` and `||`, with
 * brackets. Patterns (`=~`) are taken as plain text with `^` and `$`; what cannot be read does not hold.
 */
export function holds(condition: string, variables: Variables): boolean {
  const tokens = tokenize(condition);
  if (tokens === null) {
    return false;
  }
  const reader = { tokens, position: 0, variables };
  const value = readOr(reader);
  return value && reader.position === tokens.length;
}

type Reader = { tokens: readonly Token[]; position: number; variables: Variables };

function readOr(reader: Reader): boolean {
  let value = readAnd(reader);
  while (take(reader, '||')) {
    const right = readAnd(reader);
    value = value || right;
  }
  return value;
}

function readAnd(reader: Reader): boolean {
  let value = readComparison(reader);
  while (take(reader, '&&')) {
    const right = readComparison(reader);
    value = value && right;
  }
  return value;
}

function readComparison(reader: Reader): boolean {
  if (take(reader, '(')) {
    const value = readOr(reader);
    return take(reader, ')') && value;
  }
  const left = readValue(reader);
  for (const operator of ['==', '!=', '=~', '!~'] as const) {
    if (take(reader, operator)) {
      const pattern = reader.tokens[reader.position];
      const right = readValue(reader);
      switch (operator) {
        case '==':
          return left === right;
        case '!=':
          return left !== right;
        case '=~':
          return matches(left, pattern);
        case '!~':
          return !matches(left, pattern);
      }
    }
  }
  // A variable alone asks whether it is there and not empty.
  return left !== null && left !== '';
}

function readValue(reader: Reader): string | null {
  const token = reader.tokens[reader.position];
  reader.position += 1;
  if (token === undefined || token.kind === 'null') {
    return null;
  }
  return token.kind === 'variable' ? (reader.variables[token.value] ?? null) : token.value;
}

function take(reader: Reader, operator: string): boolean {
  const token = reader.tokens[reader.position];
  if (token?.kind !== 'operator' || token.value !== operator) {
    return false;
  }
  reader.position += 1;
  return true;
}

function matches(value: string | null, pattern: Token | undefined): boolean {
  if (value === null || pattern?.kind !== 'pattern') {
    return false;
  }
  const isStart = pattern.value.startsWith('^');
  const isEnd = pattern.value.endsWith('$');
  const text = pattern.value.slice(isStart ? 1 : 0, isEnd ? -1 : undefined).replaceAll('\\', '');
  if (isStart && isEnd) {
    return value === text;
  }
  if (isStart) {
    return value.startsWith(text);
  }
  return isEnd ? value.endsWith(text) : value.includes(text);
}

const OPERATORS = ['&&', '||', '==', '!=', '=~', '!~', '(', ')'];

function tokenize(condition: string): Token[] | null {
  const tokens: Token[] = [];
  let position = 0;
  while (position < condition.length) {
    const rest = condition.slice(position);
    const token = readToken(rest);
    if (token === null) {
      return null;
    }
    if (token.token !== null) {
      tokens.push(token.token);
    }
    position += token.length;
  }
  return tokens;
}

function readToken(rest: string): { token: Token | null; length: number } | null {
  const first = rest.charAt(0);
  if (first.trim() === '') {
    return { token: null, length: 1 };
  }
  const operator = OPERATORS.find((each) => rest.startsWith(each));
  if (operator !== undefined) {
    return { token: { kind: 'operator', value: operator }, length: operator.length };
  }
  if (first === '"' || first === "'" || first === '/') {
    const end = rest.indexOf(first, 1);
    const kind = first === '/' ? 'pattern' : 'text';
    return end === -1 ? null : { token: { kind, value: rest.slice(1, end) }, length: end + 1 };
  }
  const word = /^\$?\w+/.exec(rest)?.[0];
  if (word === undefined) {
    return null;
  }
  if (word.startsWith('$')) {
    return { token: { kind: 'variable', value: word.slice(1) }, length: word.length };
  }
  return word === 'null' ? { token: { kind: 'null', value: '' }, length: word.length } : null;
}
