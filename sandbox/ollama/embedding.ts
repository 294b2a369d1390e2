import { createRandom } from './schema/random.ts';
import { tokenize } from './tokens.ts';

/**
 * A unit vector for a text. Each token has a direction of its own and the text is their sum, so texts that share words
 * lie near each other and the same text always gives the same vector.
 * @param dimensions shortens the vector, as the request asks; null keeps it whole
 */
export function embed(text: string, length: number, dimensions: number | null): number[] {
  const sum = new Array<number>(length).fill(0);
  for (const token of tokenize(text.toLowerCase())) {
    const direction = createRandom(`direction of ${token.trim()}`);
    for (let index = 0; index < length; index += 1) {
      sum[index] = (sum[index] ?? 0) + direction.next() * 2 - 1;
    }
  }
  const whole = normalize(sum);
  return dimensions !== null && dimensions > 0 && dimensions < length ? normalize(whole.slice(0, dimensions)) : whole;
}

function normalize(vector: readonly number[]): number[] {
  const size = Math.max(Math.hypot(...vector), 1e-12);
  return vector.map((value) => Number((value / size).toFixed(9)));
}
