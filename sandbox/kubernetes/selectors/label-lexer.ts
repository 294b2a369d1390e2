import { badRequest } from '../api/errors.ts';

export type LabelToken = { kind: 'word' | 'operator' | 'end'; text: string };

const OPERATORS = ['!=', '==', '!', '=', ',', '(', ')', '>', '<'];

/** Cuts a label selector into words and operators; `in` and `notin` stay words, as they may be keys and values too. */
export function lexLabelSelector(selector: string): LabelToken[] {
  const tokens: LabelToken[] = [];
  let at = 0;
  while (at < selector.length) {
    const character = selector.charAt(at);
    if (/\s/.test(character)) {
      at += 1;
      continue;
    }
    const operator = OPERATORS.find((candidate) => selector.startsWith(candidate, at));
    const text = operator ?? wordAt(selector, at);
    tokens.push({ kind: operator === undefined ? 'word' : 'operator', text });
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function wordAt(selector: string, start: number): string {
  let end = start;
  while (end < selector.length && !/[\s!=,()<>]/.test(selector.charAt(end))) {
    end += 1;
  }
  return selector.slice(start, end);
}

/** 400 as apimachinery's label parser words it. */
export function unexpected(token: LabelToken, expected: string): Error {
  return badRequest(`unable to parse requirement: found '${token.text}', expected: ${expected}`);
}
