/** White space alone, which vocabularies have in runs too. */
const LONGEST_SPACE = 8;

/** The longest piece that counts as one token; near what the vocabularies of current models do with English. */
const LONGEST_TOKEN = 6;

/** Cuts a text into pieces that give the text when joined: words with the space before them, long ones in parts. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let current = '';
  let letters = 0;
  for (const character of text) {
    const isSpace = character.trim() === '';
    if ((isSpace && letters > 0) || letters >= LONGEST_TOKEN || (isSpace && current.length >= LONGEST_SPACE)) {
      tokens.push(current);
      current = '';
      letters = 0;
    }
    current += character;
    letters += isSpace ? 0 : 1;
  }
  if (current !== '') {
    tokens.push(current);
  }
  return tokens;
}

export function countTokens(text: string): number {
  return tokenize(text).length;
}
