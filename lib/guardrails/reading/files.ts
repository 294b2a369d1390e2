import type { ChangedFile, Finding, GuardrailInput, GuardrailOutcome } from '#lib/domain/guardrail/guardrail.ts';

/**
 * What a file is to Argo CD. `manifest`: objects to apply; `values`: settings of a chart; `chart-template`: YAML only after a chart is
 * rendered; `tool`: changes how the folder around it is rendered; `generator`: a program that prints manifests.
 */
export type FileRole = 'manifest' | 'values' | 'chart-template' | 'tool' | 'generator' | 'other';

const TOOL_FILES = new Set([
  'chart.yaml',
  'chart.lock',
  'kustomization',
  'kustomization.yaml',
  'kustomization.yml',
  'jsonnetfile.json',
  'jsonnetfile.lock.json',
]);

/** The role of a file by its path and what stands beside it in the repository. Case makes no difference. */
export function roleOf(path: string, repositoryPaths: ReadonlySet<string>): FileRole {
  const parts = path.split('/');
  const name = (parts.at(-1) ?? '').toLowerCase();
  if (name.startsWith('.argocd-source') || TOOL_FILES.has(name)) {
    return 'tool';
  }
  if (/\.(?:jsonnet|libsonnet)$/.test(name)) {
    return 'generator';
  }
  // Argo CD reads hidden files like others; those of the root belong to the forge and to tools, and no application reads them.
  if (path.startsWith('.') || !/\.(?:ya?ml|json)$/.test(name)) {
    return 'other';
  }
  if (/^(?:values|values[-._].*|.*[-._]values)\.(?:ya?ml|json)$/.test(name) || name.endsWith('.schema.json')) {
    return 'values';
  }
  const templates = parts.lastIndexOf('templates');
  return templates > 0 && repositoryPaths.has([...parts.slice(0, templates), 'Chart.yaml'].join('/'))
    ? 'chart-template'
    : 'manifest';
}

export type RoledFile = {
  file: ChangedFile;
  role: FileRole;
  /** What it holds may be no whole object, but what a kustomization puts into one. */
  mayBePatch: boolean;
};

/** Every file that will be there after the change, with its role. */
export function filesWithRoles(input: Pick<GuardrailInput, 'files' | 'repository'>): RoledFile[] {
  const added = input.files.filter(({ after }) => after !== null).map(({ path }) => path);
  const paths = new Set([...input.repository.paths, ...added]);
  return input.files
    .filter(({ after }) => after !== null)
    .map((file) => ({ file, role: roleOf(file.path, paths), mayBePatch: isUnderKustomization(file.path, paths) }));
}

/** Whether a kustomization stands beside a file or above it. */
export function isUnderKustomization(path: string, paths: ReadonlySet<string>): boolean {
  const folders = path.split('/').slice(0, -1);
  const prefixes = ['', ...folders.map((_, index) => `${folders.slice(0, index + 1).join('/')}/`)];
  return prefixes.some((prefix) => KUSTOMIZATIONS.some((name) => paths.has(`${prefix}${name}`)));
}

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The files whose YAML a rule can look into. */
export function yamlFiles(input: GuardrailInput, roles: readonly FileRole[] = ['manifest', 'values']): ChangedFile[] {
  return filesWithRoles(input)
    .filter(({ role }) => roles.includes(role))
    .map(({ file }) => file);
}

/**
 * Ends a rule. What was found counts; but when nothing failed and a file could not be read or rendered, the rule did not see
 * everything, and silence would be a lie.
 */
export function conclude(
  input: GuardrailInput,
  findings: Finding[],
  looked: boolean,
  subject: string,
): GuardrailOutcome {
  if (findings.some(({ severity }) => severity === 'fail')) {
    return { findings };
  }
  const files = filesWithRoles(input);
  const blind = files.find(
    ({ file, role }) =>
      role === 'chart-template' ||
      role === 'generator' ||
      ((role === 'manifest' || role === 'values') && file.parsed.problems.length > 0),
  );
  if (blind !== undefined) {
    const isYaml = blind.role === 'manifest' || blind.role === 'values';
    const why = isYaml ? 'cannot be read as YAML' : 'shows its objects only when it is rendered';
    return { notEvaluated: `${blind.file.path} ${why}.` };
  }
  return looked || findings.length > 0 ? { findings } : { notApplicable: `The change holds no ${subject}.` };
}
