/**
 * Reads a JSON column. The text was written by the same repository, in the same shape, so it is trusted to be
 * that shape; what other systems send never takes this way.
 */
export function fromJson<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}
