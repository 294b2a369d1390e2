/** `portolan-installed-models-2026-11-21T22-29-12Z.csv`: files in order of time, and no sign that a file may not have. */
export function fileName(table: string, at: Date, ending: 'csv' | 'json'): string {
  const name = table
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return `portolan-${name}-${at.toISOString().slice(0, 19).replaceAll(':', '-')}Z.${ending}`;
}
