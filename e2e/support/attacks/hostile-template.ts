import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextFor } from './hostile-objects.ts';

/** Lines of the shipped golden path, and the field that each of them is. */
const LINES: Record<string, string> = {
  '  title: Web service': 'card-title',
  '  description: A service that answers HTTP, with its own namespace, address, limits, probes and network policies.':
    'card-description',
  '  owner: platform': 'card-owner',
  '    - title: The service': 'page-title',
  '          title: Name': 'field-title',
  '          description: Names the application, its folder and its address.': 'field-help',
  '          ui:placeholder: shop-web': 'field-placeholder',
};

export const TEMPLATE_FIELDS = ['card-title', 'card-description', 'page-title', 'field-title', 'field-help'] as const;

/** A golden path like the shipped one, with hostile texts, in a folder for the portal's configuration. */
export function writeHostileTemplate(folder: string, text: TextFor): void {
  const dir = join(folder, 'hostile');
  cpSync('templates/web-service', dir, { recursive: true });
  const path = join(dir, 'template.yaml');
  const hostile = Object.entries(LINES).reduce(
    (yaml, [line, field]) => {
      if (!yaml.includes(`${line}\n`)) {
        throw new Error(`The golden path has no line "${line}".`);
      }
      return yaml.replace(
        `${line}\n`,
        () => `${line.slice(0, line.indexOf(':', line.indexOf('ui:') + 3))}: ${JSON.stringify(text(field))}\n`,
      );
    },
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, hostile.replace('name: web-service', 'name: hostile'));
}
