import type { Token, TokenKind } from './yaml-tokens.ts';
import { tokenizeYaml } from './yaml-tokens.ts';

const COLOURS: Partial<Record<TokenKind, string>> = {
  key: 'text-accent-text',
  string: 'text-ok',
  number: 'text-busy',
  literal: 'text-unknown',
  comment: 'text-faint',
};

const MAX_COLOURED_LINES = 3_000;
const MAX_COLOURED_LENGTH = 2_000;

export type Language = 'yaml' | 'text';

/** The language of a file by its name. */
export function languageOf(path: string): Language {
  return /\.ya?ml$/i.test(path) ? 'yaml' : 'text';
}

/** Tokens for each line; nothing is coloured where that would cost more than it helps. */
export function tokenizeLines(lines: readonly string[], language: Language): Token[][] {
  const isTooLong = lines.length > MAX_COLOURED_LINES || lines.some((line) => line.length > MAX_COLOURED_LENGTH);
  return language === 'yaml' && !isTooLong ? tokenizeYaml(lines) : lines.map((text) => [{ kind: 'plain', text }]);
}

/** One line of code as text nodes and coloured spans; hostile text stays text. */
export function CodeTokens({ tokens }: { tokens: readonly Token[] }) {
  let at = 0;
  return tokens.map((token) => {
    const colour = COLOURS[token.kind];
    const key = at;
    at += token.text.length;
    return colour ? (
      <span key={key} className={colour}>
        {token.text}
      </span>
    ) : (
      token.text
    );
  });
}
