import 'server-only';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Template } from '#lib/domain/template/template.ts';
import type { Log } from '#lib/ports/log.ts';
import { readTemplate } from '#lib/templates/index.ts';

/** A skeleton is text; more than this is not what a golden path looks like. */
const LARGEST_FILE_BYTES = 256 * 1024;
const MOST_FILES = 200;

/**
 * Reads every template of the folders: `<folder>/<id>/template.yaml` with the files beside it. One that cannot be used
 * is left out and said in the log with its file and line; the others work.
 */
export function loadTemplates(
  folders: readonly string[],
  environment: Readonly<Record<string, unknown>>,
  log: Log,
): ReadonlyMap<string, Template> {
  const templates = new Map<string, Template>();
  for (const folder of folders) {
    for (const name of readdirSync(folder).toSorted()) {
      const dir = join(folder, name);
      if (!statSync(dir).isDirectory()) {
        continue;
      }
      const read = readTemplate(readFolder(dir), environment);
      if ('problems' in read) {
        log.warn('a template cannot be used', { template: name, problems: read.problems });
      } else if (templates.has(read.template.id)) {
        log.warn('two templates have one name; the first is used', { template: name });
      } else {
        templates.set(read.template.id, read.template);
      }
    }
  }
  return templates;
}

function readFolder(dir: string): Map<string, string> {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    // Links are left out: a template's files are those in its own folder.
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .slice(0, MOST_FILES);
  return new Map(
    paths
      .filter((path) => statSync(path).size <= LARGEST_FILE_BYTES)
      .map((path) => [relative(dir, path), readFileSync(path, 'utf8')]),
  );
}
