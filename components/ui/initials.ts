const WORDS = /[\s._@-]+/u;

/** One or two letters that stand for a person: `Ada Lovelace` → `AL`, `root` → `R`; `?` for a name without letters. */
export function initials(name: string): string {
  const words = name.slice(0, 100).split(WORDS).filter(Boolean);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1);
  const letters = picked.map((word) => [...(word ?? '')][0] ?? '').join('');
  return letters === '' ? '?' : letters.toLocaleUpperCase('en');
}
