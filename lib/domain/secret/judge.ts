import { judgeName } from './names.ts';
import { isHarmless, looksRandom } from './values.ts';

/** Longer single values are texts, which are looked through line by line. */
const LONGEST_VALUE = 4_000;

/** What a value is when it is a credential by the name that it stands under; null when nothing speaks for it. */
export function judgeValue(name: string, value: string): string | null {
  if (value.length > LONGEST_VALUE || isHarmless(value)) {
    return null;
  }
  const bearer = /^(?:Bearer|Basic|Token) +(\S+)$/i.exec(value.trim())?.[1];
  if (bearer !== undefined) {
    return isHarmless(bearer) || bearer.length < 8 ? null : 'a credential in a header';
  }
  const named = judgeName(name);
  if (named === 'password' && !/\s/.test(value.trim())) {
    return 'a password';
  }
  return named === 'secret' && looksRandom(value) ? 'a credential' : null;
}
