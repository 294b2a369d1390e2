import type { Application } from '#lib/domain/application/application.ts';
import type { RepositoryRef } from '#lib/domain/repository/path.ts';
import type { Project } from '#lib/domain/sync-window/sync-window.ts';
import type { GateSettings } from '#lib/domain/wave/child-health.ts';
import type { Collection } from '#lib/ports/collection.ts';
import type { GitOpsEngine } from '#lib/ports/gitops-engine.ts';
import { repositoryKey } from './same-repository.ts';

export type ArgoCdOptions = {
  applications: Collection<Application>;
  /** The application at the root of the ladder, `namespace/name`. */
  root: string;
  gate: Collection<GateSettings>;
  projects: Collection<Project>;
  /** Where Argo CD's own pages are, if people can open them. */
  url?: string;
  /** Every address a repository may be known under to Argo CD: of the forge, and others from the configuration. */
  repositoryUrls(repository: RepositoryRef): readonly string[];
};

/** Argo CD, read from its custom resources alone: no account on its own API is needed. */
export function createArgoCd(options: ArgoCdOptions): GitOpsEngine {
  const { applications, root, gate, projects, url, repositoryUrls } = options;
  const linkTo: GitOpsEngine['linkTo'] = ({ namespace, name }) =>
    url === undefined
      ? null
      : `${url.replace(/\/$/, '')}/applications/${encodeURIComponent(namespace)}/${encodeURIComponent(name)}`;
  return {
    id: 'argocd',
    name: 'Argo CD',
    applications,
    root,
    gate,
    projects,
    linkTo,
    objectLink(application) {
      const page = linkTo(application);
      // The last part is the container, for logs.
      return page === null ? null : `${page}?node={group}%2F{kind}%2F{namespace}%2F{name}%2F0`;
    },
    reads(application, repository) {
      const known = new Set(repositoryUrls(repository).map(repositoryKey).filter(Boolean));
      return application.sources.some(({ repoUrl }) => known.has(repositoryKey(repoUrl)));
    },
  };
}
