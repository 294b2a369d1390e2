type Version = [major: number, minor: number, patch: number];

function parseVersion(text: string): Version | null {
  const match = /^v?(\d{1,6})(?:\.(\d{1,6}))?(?:\.(\d{1,6}))?(?:[-+].*)?$/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** One term of a range: `>=1.2.0`, `^1.2`, `~1.2.3`, `1.2.*`, `1.2.3`. */
function meets(version: Version, term: string): boolean {
  if (term === '*' || term === '') {
    return true;
  }
  const wildcard = /^v?(\d{1,6})(?:\.(\d{1,6}))?\.[*xX]$/.exec(term);
  if (wildcard !== null) {
    return version[0] === Number(wildcard[1]) && (wildcard[2] === undefined || version[1] === Number(wildcard[2]));
  }
  const [, operator = '=', text = ''] = /^(>=|<=|!=|>|<|=|\^|~)?\s*(.+)$/.exec(term) ?? [];
  const bound = parseVersion(text);
  if (bound === null) {
    return false;
  }
  const order = compare(version, bound);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return order !== 0;
    case '^':
      return order >= 0 && version[0] === bound[0] && (bound[0] > 0 || version[1] === bound[1]);
    case '~':
      return order >= 0 && version[0] === bound[0] && version[1] === bound[1];
    default:
      return order === 0;
  }
}

/** The version of a chart that `targetRevision` names: that very one, or the newest in a range; null when there is none. */
export function resolveVersion(wanted: string, versions: readonly string[]): string | null {
  const exact = versions.find((version) => version === wanted || version === `v${wanted}`);
  if (exact !== undefined) {
    return exact;
  }
  // An operator and its version may stand apart.
  const tight = wanted.replace(/(>=|<=|!=|[<>=^~])\s+/g, '$1');
  const alternatives = tight.split('||').map((part) => part.trim().split(/[\s,]+/));
  return (
    versions.find((text) => {
      const version = parseVersion(text);
      return version !== null && alternatives.some((terms) => terms.every((term) => meets(version, term)));
    }) ?? null
  );
}
