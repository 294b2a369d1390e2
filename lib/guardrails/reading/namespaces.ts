import type { GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { textOf } from '#lib/domain/value/fields.ts';
import { readApplication } from './applications.ts';
import { yamlFiles } from './files.ts';
import { objectsOf } from './objects.ts';

/**
 * Where an object would land. `sure` is false where only the folder's name says so: good enough to word a finding,
 * not to let something through that the namespace decides.
 */
export type Landing = { namespace: string; sure: boolean };

/**
 * Says which namespaces an object of a file goes to: the one it names; else those of every Application that reads its folder or
 * one above, in this change or as the cluster has it, because each of them applies the object; else, by custom,
 * `apps/<namespace>/`. Empty where nothing says so.
 */
export function createLandingResolver(input: GuardrailInput): (file: string, namespace: string) => Landing[] {
  const destinations = new Map(input.repository.destinations ?? []);
  for (const subject of objectsOf(yamlFiles(input))) {
    const application = readApplication(subject);
    for (const { fields } of application?.sources ?? []) {
      const path = textOf(fields.path).replace(/^\.?\/+|\/+$/g, '');
      if (path !== '') {
        destinations.set(path, [...(destinations.get(path) ?? []), application?.destination.namespace ?? '']);
      }
    }
  }
  return (file, namespace) => {
    if (namespace !== '') {
      return [{ namespace, sure: true }];
    }
    const parts = file.split('/');
    const folders = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
    const found = new Set(folders.flatMap((folder) => destinations.get(folder) ?? []).filter((name) => name !== ''));
    if (found.size > 0) {
      return [...found].map((name) => ({ namespace: name, sure: true }));
    }
    const [root, folder] = parts;
    return root === 'apps' && folder !== undefined && parts.length > 2 ? [{ namespace: folder, sure: false }] : [];
  };
}

/** Whether a name is one of those listed, which may end in `*`. */
export function matchesName(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name));
}
