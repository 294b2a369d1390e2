import { createHash } from 'node:crypto';
import { parseManifest } from '#lib/domain/manifest/parse.ts';
import type { Template, TemplateProblem } from '#lib/domain/template/template.ts';
import { readExamples } from './read-examples.ts';
import { readPages } from './read-pages.ts';
import { readSteps } from './read-steps.ts';
import { createFieldReader, type FieldReader } from './reader.ts';

export type TemplateReading = { template: Template } | { problems: TemplateProblem[] };

const FILE_NAMES = ['template.yaml', 'template.yml'];
const API_VERSION = 'scaffolder.backstage.io/v1beta3';
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/**
 * Reads a golden path from the files of its folder, by their path in it: `template.yaml` in Backstage's v1beta3 format, the skeleton
 * beside it and `examples/*.yaml`. `environment` is what the platform's configuration gives to every template. Gives every problem
 * with its file and line when it cannot be used.
 */
export function readTemplate(
  files: ReadonlyMap<string, string>,
  environment: Readonly<Record<string, unknown>> = {},
): TemplateReading {
  const file = FILE_NAMES.find((name) => files.has(name));
  if (file === undefined) {
    return { problems: [{ file: 'template.yaml', line: 1, message: 'the file is missing' }] };
  }
  const { documents, problems: unreadable } = parseManifest(files.get(file) ?? '');
  const [document, ...others] = documents;
  const second = others[0];
  if (document === undefined || unreadable.length > 0 || second !== undefined) {
    const line = second?.lineOf([]) ?? 1;
    const found = unreadable.length > 0 ? unreadable : [{ line, message: 'the file must hold one document' }];
    return { problems: found.map((problem) => ({ file, ...problem })) };
  }
  const reader = createFieldReader(file, document);
  const head = readHead(reader);
  const pages = readPages(reader);
  const steps = readSteps(reader);
  const { examples, problems } = readExamples(files);
  const all = [...reader.problems, ...problems];
  if (all.length > 0) {
    return { problems: all };
  }
  const skeleton = new Map([...files].filter(([path]) => path !== file && !path.startsWith('examples/')));
  return { template: { ...head, pages, steps, examples, environment, digest: digestOf(files), skeleton } };
}

function readHead(reader: FieldReader): Pick<Template, 'id' | 'title' | 'description' | 'owner' | 'type' | 'tags'> {
  for (const [field, wanted] of [
    ['apiVersion', API_VERSION],
    ['kind', 'Template'],
  ] as const) {
    if (reader.at([field]) !== wanted) {
      reader.problem([field], `${field} must be ${wanted}`);
    }
  }
  const id = reader.text(['metadata', 'name'], 'the name');
  if (id !== '' && !NAME.test(id)) {
    reader.problem(['metadata', 'name'], 'the name may hold letters, digits and - _ . and at most 63 of them');
  }
  const tags = reader.at(['metadata', 'tags']) ?? [];
  const isTags = Array.isArray(tags) && tags.every((tag) => typeof tag === 'string');
  if (!isTags) {
    reader.problem(['metadata', 'tags'], 'tags must be a list of words');
  }
  return {
    id,
    title: reader.optionalText(['metadata', 'title']) || id,
    description: reader.optionalText(['metadata', 'description']),
    owner: reader.optionalText(['spec', 'owner']),
    type: reader.text(['spec', 'type'], 'the type'),
    tags: isTags ? tags : [],
  };
}

/** SHA-256 over every file, in the order of their paths; lengths keep one file from passing for two. */
function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [path, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(JSON.stringify([path, content]));
  }
  return hash.digest('hex');
}
