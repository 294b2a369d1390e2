import { judgeValue } from '#lib/domain/secret/judge.ts';
import { findAssignments } from '#lib/domain/secret/text.ts';
import { findTokens } from '#lib/domain/secret/tokens.ts';

export type FoundCredential = {
  /** What it is, in words and without itself. */
  what: string;
};

/**
 * What in a text looks like a credential: such a text is not sent to a model, whose server may keep what it reads, nor
 * written into a merge request. Null where nothing does.
 */
export function findCredential(text: string): FoundCredential | null {
  const [token] = findTokens(text);
  if (token !== undefined) {
    return { what: token.what };
  }
  const named = findAssignments(text).find(({ name, value }) => judgeValue(name, value) !== null);
  return named === undefined ? null : { what: `a value for "${named.name.slice(0, 60)}"` };
}
