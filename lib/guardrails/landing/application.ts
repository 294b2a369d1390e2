import type { Finding, LandingZone } from '#lib/domain/guardrail/guardrail.ts';
import type { ManifestPath } from '#lib/domain/manifest/manifest.ts';
import { matchesPath, pathProblem } from '#lib/domain/repository/path.ts';
import { cutText, fieldsOf, textOf } from '#lib/domain/value/fields.ts';
import type { ApplicationManifest, ApplicationSourceManifest } from '../reading/applications.ts';
import { matchesName } from '../reading/namespaces.ts';
import { findingIn } from '../reading/objects.ts';

type Report = (path: ManifestPath, message: string, fix: string) => void;

/**
 * Whether an Argo CD Application keeps to its landing zone, and whether it is still the application it was: the same project, repository
 * and destination. `before` is the same object on the base branch, if it was there.
 */
export function applicationFindings(
  application: ApplicationManifest,
  before: ApplicationManifest | null,
  landing: LandingZone,
): Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, message, fix) => {
    findings.push(findingIn(application.subject, path, { message, fix }));
  };
  checkZone(application, landing, report);
  if (application.sources.length === 0) {
    report(['spec'], 'the Application has no source', 'Add spec.source with repoURL and path.');
  }
  for (const source of application.sources) {
    checkSource(source, landing, report);
  }
  if (application.subject.value.operation !== undefined) {
    report(['operation'], 'operation starts a sync of its own choosing', 'Remove operation.');
  }
  if (fieldsOf(application.subject.value.spec).sourceHydrator !== undefined) {
    report(['spec', 'sourceHydrator'], 'sourceHydrator writes to branches of its own', 'Use spec.source.');
  }
  if (before !== null) {
    checkSwitch(application, before, report);
  }
  return findings;
}

function checkZone(application: ApplicationManifest, landing: LandingZone, report: Report): void {
  const zone = landing.applications;
  const { subject, destination } = application;
  if (zone === null) {
    report(['kind'], 'this landing zone allows no Applications', 'Leave the Application to the platform.');
    return;
  }
  const name = (value: string) => (value === '' ? 'none' : cutText(value, 120));
  const listed = (path: ManifestPath, what: string, value: string, allowed: readonly string[]) => {
    if (!allowed.includes(value)) {
      const field = String(path.at(-1));
      report(path, `the ${what} ${name(value)} is not one of this landing zone`, `${field}: ${allowed[0] ?? ''}`);
    }
  };
  listed(['metadata', 'namespace'], 'namespace of the Application', subject.namespace, [zone.namespace]);
  listed(['spec', 'project'], 'project', application.project, zone.projects);
  const cluster = destination.server !== '' ? 'server' : 'name';
  listed(['spec', 'destination', cluster], 'destination cluster', destination[cluster], zone.clusters);
  if (
    !matchesName(landing.namespaces, destination.namespace) ||
    matchesName(landing.closedNamespaces, destination.namespace)
  ) {
    const fix = `Use one of: ${landing.namespaces.join(', ')}.`;
    report(
      ['spec', 'destination', 'namespace'],
      `the namespace ${name(destination.namespace)} is outside of this landing zone`,
      fix,
    );
  }
}

/** What makes Argo CD render something that the change does not show. */
const RENDERERS = ['chart', 'helm', 'kustomize', 'plugin'];

function checkSource({ path, fields }: ApplicationSourceManifest, landing: LandingZone, report: Report): void {
  const repositories = landing.applications?.repositories ?? [];
  const url = textOf(fields.repoURL, 512);
  if (!repositories.some((allowed) => isSameRepository(allowed, url))) {
    report(
      [...path, 'repoURL'],
      `the repository ${cutText(url, 200)} is not one of this landing zone`,
      `repoURL: ${repositories[0] ?? ''}`,
    );
  }
  const revisions = landing.applications?.revisions ?? [];
  const revision = textOf(fields.targetRevision);
  if (!revisions.includes(revision)) {
    report(
      [...path, 'targetRevision'],
      `the revision ${revision === '' ? 'none' : cutText(revision, 120)} is not one of this landing zone`,
      `targetRevision: ${revisions[0] ?? ''}`,
    );
  }
  for (const renderer of RENDERERS.filter((field) => fields[field] !== undefined && fields[field] !== null)) {
    const message = `${renderer} makes Argo CD render objects that this change does not show`;
    report([...path, renderer], message, 'Read a folder of plain YAML.');
  }
  if (fieldsOf(fields.directory).jsonnet !== undefined) {
    report(
      [...path, 'directory', 'jsonnet'],
      'jsonnet prints objects that this change does not show',
      'Remove jsonnet.',
    );
  }
  const folder = textOf(fields.path, 255).replace(/\/+$/, '');
  const isInside =
    pathProblem(folder) === null && landing.paths.some((pattern) => matchesPath(pattern, `${folder}/any.yaml`));
  const parts = folder.split('/');
  // A folder of the first level holds the folders of all applications.
  if (!isInside || parts[0] === 'argocd' || folder.startsWith('.') || parts.length < 2) {
    report(
      [...path, 'path'],
      `the folder ${folder === '' ? 'of the source' : folder} is outside of this landing zone`,
      'path: apps/NAME',
    );
  }
}

/** `.git` and a slash at the end make no difference, as for Argo CD itself. */
function isSameRepository(left: string, right: string): boolean {
  const normal = (url: string) =>
    url
      .replace(/\/$/, '')
      .replace(/\.git$/, '')
      .toLowerCase();
  return right !== '' && normal(left) === normal(right);
}

/** An application that changes these is another one under the same name, and the old one's objects would be pruned. */
function checkSwitch(application: ApplicationManifest, before: ApplicationManifest, report: Report): void {
  const switched = (path: ManifestPath, what: string, from: string, to: string) => {
    if (from !== to) {
      const message = `this switches the ${what} of a running application from ${cutText(from, 120)} to ${cutText(to, 120)}`;
      report(path, message, 'Give the new application a name of its own.');
    }
  };
  const { destination } = application;
  switched(['spec', 'project'], 'project', before.project, application.project);
  switched(
    ['spec', 'destination'],
    'cluster',
    before.destination.server + before.destination.name,
    destination.server + destination.name,
  );
  switched(['spec', 'destination', 'namespace'], 'namespace', before.destination.namespace, destination.namespace);
  const describe = ({ fields }: ApplicationSourceManifest) =>
    `${textOf(fields.repoURL)} ${textOf(fields.chart)}${textOf(fields.path)}`;
  const [first] = application.sources;
  switched(
    first?.path ?? ['spec'],
    'source',
    before.sources.map(describe).join(', '),
    application.sources.map(describe).join(', '),
  );
}
