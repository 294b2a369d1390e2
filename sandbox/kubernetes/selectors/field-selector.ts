import { badRequest } from '../api/errors.ts';

export type FieldRequirement = { field: string; operator: '=' | '!='; value: string };

/** Parses `a=b,c!=d,e==f`; a backslash takes the meaning from `,`, `=` and itself. Throws ApiError 400. */
export function parseFieldSelector(selector: string): FieldRequirement[] {
  return splitUnescaped(selector)
    .filter((term) => term !== '')
    .map((term) => parseTerm(term, selector));
}

function splitUnescaped(selector: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < selector.length; at += 1) {
    if (selector[at] === '\\') {
      at += 1;
    } else if (selector[at] === ',') {
      terms.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  return [...terms, selector.slice(start)];
}

function parseTerm(term: string, selector: string): FieldRequirement {
  for (let at = 0; at < term.length; at += 1) {
    if (term[at] === '\\') {
      at += 1;
      continue;
    }
    const operator = ['!=', '==', '='].find((candidate) => term.startsWith(candidate, at));
    if (operator !== undefined) {
      const value = unescapeValue(term.slice(at + operator.length), selector);
      return { field: term.slice(0, at), operator: operator === '!=' ? '!=' : '=', value };
    }
  }
  throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
}

function unescapeValue(text: string, selector: string): string {
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      at += 1;
      const next = text.charAt(at);
      if (!['\\', ',', '='].includes(next)) {
        throw badRequest(`invalid field selector: invalid escape sequence: \\${next}`);
      }
      plain += next;
    } else if (character === '=') {
      throw badRequest(`invalid selector: '${selector}'; can't understand '${text}'`);
    } else {
      plain += character;
    }
  }
  return plain;
}
