/** The number that a sample's text stands for; null for NaN and the infinities, which say that nothing is known. */
export function numberOf(text: string): number | null {
  const value = /^[+-]?Inf$/.test(text) ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
