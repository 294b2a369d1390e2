import { isRecord } from '#lib/domain/manifest/manifest.ts';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { TemplateExample, TemplateProblem } from '#lib/domain/template/template.ts';

const EXAMPLE = /^examples\/([a-z0-9][a-z0-9-]{0,60})\.ya?ml$/;

/** Reads `examples/<id>.yaml`: a `title`, and `values` for the form. */
export function readExamples(files: ReadonlyMap<string, string>): {
  examples: TemplateExample[];
  problems: TemplateProblem[];
} {
  const examples: TemplateExample[] = [];
  const problems: TemplateProblem[] = [];
  for (const [file, text] of files) {
    const id = EXAMPLE.exec(file)?.[1];
    if (id === undefined) {
      continue;
    }
    const parsed = parseManifest(text);
    problems.push(...parsed.problems.map((problem) => ({ file, ...problem })));
    const value = parsed.documents[0]?.value;
    if (isRecord(value) && typeof value.title === 'string' && isRecord(value.values)) {
      examples.push({ id, title: value.title, values: value.values });
    } else {
      problems.push({ file, line: 1, message: 'an example has a title and values' });
    }
  }
  return { examples, problems };
}
