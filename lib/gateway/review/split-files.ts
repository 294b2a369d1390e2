import type { HeadFile } from '#lib/domain/change/change.ts';

/** Files that are asked about together, as the model reads them. */
export type ReviewPart = { files: ReviewFile[] };
export type ReviewFile = { path: string; text: string; lines: number };

/** The changed files in parts that fit into what a model reads at once; a file that is larger than that alone is not seen. */
export function splitFiles(
  files: readonly HeadFile[],
  mostCharacters: number,
): { parts: ReviewPart[]; unseen: string[] } {
  const unseen: string[] = [];
  const parts: ReviewPart[] = [];
  let room = 0;
  for (const file of files) {
    const text = numbered(file);
    const size = file.path.length + text.length;
    if (size > mostCharacters) {
      unseen.push(file.path);
      continue;
    }
    let part = parts.at(-1);
    if (part === undefined || size > room) {
      part = { files: [] };
      parts.push(part);
      room = mostCharacters;
    }
    part.files.push({ path: file.path, text, lines: linesOf(file.after).length });
    room -= size;
  }
  return { parts, unseen };
}

/** The new file with its line numbers, and a mark on each line that the old one does not have; one that goes is its old self. */
function numbered({ before, after }: HeadFile): string {
  if (after === null) {
    return linesOf(before)
      .map((line) => `- ${line}`)
      .join('\n');
  }
  const old = new Map<string, number>();
  for (const line of linesOf(before)) {
    old.set(line, (old.get(line) ?? 0) + 1);
  }
  return linesOf(after)
    .map((line, index) => {
      const left = old.get(line) ?? 0;
      old.set(line, left - 1);
      return `${index + 1}${left > 0 ? ' ' : '+'} ${line}`;
    })
    .join('\n');
}

function linesOf(text: string | null): string[] {
  return (text ?? '') === '' ? [] : (text ?? '').replace(/\n$/, '').split('\n');
}
