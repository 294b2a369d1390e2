/** Collects what is wrong with an object, in the words of apimachinery pkg/util/validation/field/errors.go. */
export type Problems = {
  readonly found: string[];
  required(path: string, detail?: string): void;
  invalid(path: string, value: unknown, detail: string): void;
  unsupported(path: string, value: unknown, supported: readonly string[]): void;
  notFound(path: string, value: string): void;
  duplicate(path: string, value: string): void;
};

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

export function createProblems(): Problems {
  const found: string[] = [];
  return {
    found,
    required: (path, detail = '') => found.push(`${path}: Required value${detail === '' ? '' : `: ${detail}`}`),
    invalid: (path, value, detail) => found.push(`${path}: Invalid value: ${shown(value)}: ${detail}`),
    unsupported: (path, value, supported) =>
      found.push(`${path}: Unsupported value: ${shown(value)}: supported values: ${supported.map(shown).join(', ')}`),
    notFound: (path, value) => found.push(`${path}: Not found: ${shown(value)}`),
    duplicate: (path, value) => found.push(`${path}: Duplicate value: ${shown(value)}`),
  };
}
