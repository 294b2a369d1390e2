import 'server-only';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Template, TemplateProblem } from '#lib/domain/template/template.ts';
import type { Log } from '#lib/ports/log.ts';
import { readTemplate } from '#lib/templates/index.ts';

/** A skeleton is text; more than this is not what a golden path looks like. */
const LARGEST_FILE_BYTES = 256 * 1024;
const MOST_FILES = 200;

export type TemplatesReading = {
  templates: ReadonlyMap<string, Template>;
  /** What cannot be used, each by the folder that it is in. */
  unusable: { folder: string; problems: TemplateProblem[] }[];
};

/** Reads every template of the folders and says in the log which are left out, with file and line; the others work. */
export function loadTemplates(
  folders: readonly string[],
  environment: Readonly<Record<string, unknown>>,
  log: Log,
): ReadonlyMap<string, Template> {
  const { templates, unusable } = readTemplates(folders, environment);
  for (const one of unusable) {
    log.warn('a template cannot be used', one);
  }
  return templates;
}

/** Reads every template of the folders: `<folder>/<id>/template.yaml` with the files beside it. */
export function readTemplates(
  folders: readonly string[],
  environment: Readonly<Record<string, unknown>>,
): TemplatesReading {
  const templates = new Map<string, Template>();
  const unusable: TemplatesReading['unusable'] = [];
  const leaveOut = (folder: string, message: string) =>
    unusable.push({ folder, problems: [{ file: 'template.yaml', line: 1, message }] });
  for (const folder of folders) {
    if (!existsSync(folder)) {
      unusable.push({ folder, problems: [{ file: '.', line: 1, message: 'there is no such folder' }] });
      continue;
    }
    for (const name of readdirSync(folder).toSorted()) {
      const dir = join(folder, name);
      // A link may lead out of the folder that was configured.
      if (!lstatSync(dir).isDirectory()) {
        continue;
      }
      const read = readTemplate(readFolder(dir), environment);
      if ('problems' in read) {
        unusable.push({ folder: dir, problems: read.problems });
      } else if (templates.has(read.template.id)) {
        leaveOut(dir, `another template has the name "${read.template.id}" already; that one is used`);
      } else {
        templates.set(read.template.id, read.template);
      }
    }
  }
  return { templates, unusable };
}

function readFolder(dir: string): Map<string, string> {
  return new Map(
    filesBelow(dir)
      .toSorted()
      .slice(0, MOST_FILES)
      .filter((path) => statSync(path).size <= LARGEST_FILE_BYTES)
      .map((path) => [relative(dir, path), readFileSync(path, 'utf8')]),
  );
}

/** Links are left out: a template's files are those in its own folder. Node's own recursive listing goes through them. */
function filesBelow(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name);
    return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
  });
}
