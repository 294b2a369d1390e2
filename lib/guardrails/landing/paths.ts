import type { ChangedFile, Finding, GuardrailInput } from '#lib/domain/guardrail/guardrail.ts';
import { matchesPath, pathProblem } from '#lib/domain/repository/path.ts';
import { roleOf } from '../reading/files.ts';

const RUNS = 'it decides what the pipeline runs';

/** Files that steer pipelines, ownership or the platform itself: no form and no model may write them, whatever a zone allows. */
const NEVER: readonly [pattern: string, why: string][] = [
  ['.gitlab-ci.yml', RUNS],
  ['.gitlab-ci.yaml', RUNS],
  ['.gitlab/**', 'it steers the forge'],
  ['.github/**', 'it steers the forge'],
  ['.gitea/**', 'it steers the forge'],
  ['.forgejo/**', 'it steers the forge'],
  ['**/.git*', 'it steers git'],
  ['**/codeowners', 'it says who must approve'],
  ['**/jenkinsfile', RUNS],
  ['.woodpecker*', RUNS],
  ['.woodpecker/**', RUNS],
  ['.drone.*', RUNS],
  ['.circleci/**', RUNS],
  ['.buildkite/**', RUNS],
  ['.tekton/**', RUNS],
  ['.travis.yml', RUNS],
  ['azure-pipelines.yml', RUNS],
  ['bitbucket-pipelines.yml', RUNS],
  ['**/.argocd-*', 'it changes how Argo CD reads the folder'],
  ['argocd/projects/**', 'it says what applications may do'],
  ['argocd/bootstrap/**', 'it is the root of the platform'],
];

/** Whether a change may write a path at all. Paths are compared without case as well: some file systems make no difference. */
export function pathFindings(file: ChangedFile, { landing, repository }: GuardrailInput): Finding[] {
  const { path } = file;
  const report = (message: string, fix: string): Finding[] => [{ severity: 'fail', file: path, line: 1, message, fix }];
  const problem = pathProblem(path);
  if (problem !== null) {
    return report(problem, 'Use a plain path within the repository.');
  }
  const never = NEVER.find(([pattern]) => matchesPath(pattern, path.toLowerCase()));
  if (never !== undefined) {
    return report(`this file may not be changed here: ${never[1]}`, 'Change it by hand in a merge request of its own.');
  }
  if (!landing.paths.some((pattern) => matchesPath(pattern, path))) {
    return report('this path is outside of the landing zone', `Write under: ${landing.paths.join(', ')}.`);
  }
  if (landing.within !== undefined && !landing.within.some((pattern) => matchesPath(pattern, path))) {
    return report(
      'this path is not of the application that the change is about',
      `It is about: ${landing.within.join(', ')}.`,
    );
  }
  const twin = file.after === null ? undefined : findTwin(path, repository.paths);
  if (twin !== undefined) {
    return report(`there is already a file ${twin}, which differs only in upper and lower case`, `Use ${twin}.`);
  }
  if (file.entry !== undefined) {
    const what = file.entry === 'link' ? 'a symbolic link' : 'a submodule';
    const message = `this is ${what}: what Argo CD would read in its place cannot be seen here`;
    return report(message, 'Commit the files themselves.');
  }
  const role = roleOf(path, repository.paths);
  if (role === 'tool' || role === 'generator') {
    const message = 'this file makes Argo CD render the folder, so that what is applied cannot be seen here';
    return report(message, 'Write the objects out as plain YAML.');
  }
  return [];
}

function findTwin(path: string, paths: ReadonlySet<string>): string | undefined {
  if (paths.has(path)) {
    return undefined;
  }
  const lower = path.toLowerCase();
  for (const existing of paths) {
    if (existing.length === path.length && existing.toLowerCase() === lower) {
      return existing;
    }
  }
  return undefined;
}
