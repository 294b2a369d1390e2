/** Something to find, prepared once so that each key costs little. */
export type Searchable<T> = { item: T; text: string; lower: string };

export type Match<T> = {
  item: T;
  score: number;
  /** Places in the text that matched, in order. */
  at: number[];
};

const MOST_QUERY = 100;
const SUBSTRING = 1_000;
const AT_START = 500;
const AT_WORD = 250;
const SCATTERED = 100;
const IN_A_ROW = 15;

/** Prepares the text that is searched; the label first, because it is what is marked. */
export function searchable<T>(item: T, text: string): Searchable<T> {
  return { item, text, lower: text.toLowerCase() };
}

function isWordStart(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || /[^\p{L}\p{N}]/u.test(before);
}

function matchSubstring(term: string, lower: string): { score: number; at: number[] } | null {
  const first = lower.indexOf(term);
  if (first < 0) {
    return null;
  }
  let start = first;
  for (let next = first; next >= 0 && !isWordStart(lower, start); next = lower.indexOf(term, next + 1)) {
    start = isWordStart(lower, next) ? next : start;
  }
  const place = start === 0 ? AT_START : isWordStart(lower, start) ? AT_WORD : 0;
  return {
    score: SUBSTRING + place - Math.min(lower.length, 200) - Math.min(start, 100),
    at: Array.from(term, (_, index) => start + index),
  };
}

/** Letters in order with others between them; those in a row and at beginnings of words count more. */
function matchScattered(term: string, lower: string): { score: number; at: number[] } | null {
  const at: number[] = [];
  let score = SCATTERED - Math.min(lower.length, 99);
  let from = 0;
  for (const letter of term) {
    const place = lower.indexOf(letter, from);
    if (place < 0) {
      return null;
    }
    score += place === from && from > 0 ? IN_A_ROW : isWordStart(lower, place) ? IN_A_ROW * 2 : -1;
    at.push(place);
    from = place + 1;
  }
  return { score, at };
}

/** How well one text fits all words of a query; null when one of them does not fit at all. */
export function matchText(query: string, lower: string): { score: number; at: number[] } | null {
  const terms = query.slice(0, MOST_QUERY).toLowerCase().split(/\s+/).filter(Boolean);
  let score = 0;
  const at = new Set<number>();
  for (const term of terms) {
    const found = matchSubstring(term, lower) ?? matchScattered(term, lower);
    if (!found) {
      return null;
    }
    score += found.score;
    for (const place of found.at) {
      at.add(place);
    }
  }
  return { score, at: [...at].sort((a, b) => a - b) };
}

/** The best matches first, at most `limit`; among equals the given order. Ten thousand texts take a few milliseconds. */
export function findMatches<T>(query: string, texts: readonly Searchable<T>[], limit: number): Match<T>[] {
  const matches: Match<T>[] = [];
  for (const { item, lower } of texts) {
    const found = matchText(query, lower);
    if (found) {
      matches.push({ item, ...found });
    }
  }
  return matches.sort((a, b) => b.score - a.score).slice(0, limit);
}
