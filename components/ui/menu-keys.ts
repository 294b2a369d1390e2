/** Where the focus goes in a menu of `count` entries, or null when the key means nothing there. `at` is -1 for none. */
export function nextMenuIndex(key: string, at: number, count: number): number | null {
  if (count === 0) {
    return null;
  }
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return at <= 0 ? count - 1 : at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

/** The next entry after `at` that starts with the typed letter, going round; null when there is none. */
export function indexByLetter(letter: string, at: number, labels: readonly string[]): number | null {
  const wanted = letter.toLowerCase();
  for (let step = 1; step <= labels.length; step += 1) {
    const index = (at + step) % labels.length;
    if (labels[index]?.trim().toLowerCase().startsWith(wanted)) {
      return index;
    }
  }
  return null;
}
