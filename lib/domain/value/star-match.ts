/** Whether a text is what a pattern with stars says; each star stands for any characters, slashes among them. */
export function matchesStars(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) {
    return pattern === text;
  }
  let at = text.startsWith(first) ? first.length : -1;
  for (const [index, part] of rest.entries()) {
    if (at === -1) {
      return false;
    }
    // Taken apart by hand, so that no pattern can make matching slow.
    const found = index === rest.length - 1 ? text.length - part.length : text.indexOf(part, at);
    at = found >= at && text.startsWith(part, found) ? found + part.length : -1;
  }
  return at === text.length;
}
