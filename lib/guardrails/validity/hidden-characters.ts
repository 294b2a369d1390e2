import type { ManifestProblem } from '#lib/domain/manifest/manifest.ts';

/**
 * Characters that make a text read otherwise than it is. Direction marks reorder what a reader sees (Boucher and Anderson, "Trojan
 * Source", 2021); zero-width ones make two names look the same; control characters do both in a terminal.
 */
const HIDDEN: readonly [from: number, to: number, what: string, inTextToo: boolean][] = [
  [0x00, 0x08, 'a control character', true],
  [0x0b, 0x0c, 'a control character', true],
  [0x0e, 0x1f, 'a control character', true],
  [0x7f, 0x9f, 'a control character', true],
  [0xad, 0xad, 'a soft hyphen', false],
  [0x180e, 0x180e, 'an invisible separator', false],
  [0x200b, 0x200d, 'a zero-width character', false],
  [0x200e, 0x200f, 'a direction mark', true],
  [0x202a, 0x202e, 'a direction override', true],
  [0x2028, 0x2029, 'an invisible line break', true],
  [0x2060, 0x2064, 'an invisible character', false],
  [0x2066, 0x2069, 'a direction isolate', true],
  [0xfeff, 0xfeff, 'a byte order mark inside the text', false],
  [0xfff9, 0xfffb, 'an annotation mark', true],
  [0xe0000, 0xe007f, 'an invisible tag character', true],
];

/** Hidden characters in a file, at most one a line. Prose may join letters and emoji with some of them; manifests may not. */
export function findHiddenCharacters(text: string, isManifest: boolean): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const what = hiddenIn(line, isManifest);
    if (what !== null) {
      problems.push({ line: index + 1, message: `${what} makes this line read otherwise than it is` });
    }
  }
  return problems;
}

function hiddenIn(line: string, isManifest: boolean): string | null {
  // To YAML's own rules, and to the cluster's parser, it ends a line: what follows a comment would be no comment there.
  if (isManifest && line.indexOf('\r') >= 0 && line.indexOf('\r') < line.length - 1) {
    return 'a carriage return that ends no line here (U+000D)';
  }
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x7f) {
      continue;
    }
    const hidden = HIDDEN.find(([from, to, , inText]) => code >= from && code <= to && (isManifest || inText));
    if (hidden !== undefined && !(code === 0x0d || code === 0x09)) {
      return `${hidden[2]} (U+${code.toString(16).toUpperCase().padStart(4, '0')})`;
    }
  }
  return null;
}
