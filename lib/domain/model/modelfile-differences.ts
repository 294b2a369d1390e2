import { modelKey } from './model-name.ts';
import type { Modelfile } from './modelfile.ts';

/** In what the second differs from the first, in words. Where the second does not say what it was made from, that is no difference. */
export function differencesOf(wanted: Modelfile, actual: Modelfile): string[] {
  const differences: string[] = [];
  // A path is a file of weights: the server notes where it lay, which nothing can be compared with.
  if (actual.from !== '' && !actual.from.startsWith('/') && modelKey(wanted.from) !== modelKey(actual.from)) {
    differences.push(`FROM ${wanted.from}, not ${actual.from}`);
  }
  for (const name of new Set([...Object.keys(wanted.parameters), ...Object.keys(actual.parameters)])) {
    const [said, found] = [settingOf(wanted, name), settingOf(actual, name)];
    if (said !== found) {
      differences.push(`${name} ${said || 'not set'}, not ${found || 'unset'}`);
    }
  }
  if (collapsed(wanted.system) !== collapsed(actual.system)) {
    differences.push(
      actual.system === '' ? 'SYSTEM is not set' : wanted.system === '' ? 'SYSTEM is set' : 'another SYSTEM',
    );
  }
  return differences;
}

/** The values of a parameter as one text: in any order, and numbers by what they are worth. */
function settingOf({ parameters }: Modelfile, name: string): string {
  const values = Object.hasOwn(parameters, name) ? (parameters[name] ?? []) : [];
  return values
    .map((value) => (/^-?\d*\.?\d+$/.test(value) ? String(Number(value)) : value))
    .toSorted()
    .join(', ')
    .slice(0, 100);
}

function collapsed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
