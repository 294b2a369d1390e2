import type { RenderedTemplate, Template } from '#lib/domain/template/template.ts';
import type { Services } from '../context.ts';
import type { RepositorySnapshot } from '../repository-snapshots.ts';

/** What a repair looks at. */
export type RepairSources = Pick<Services, 'engine' | 'repository'>;

/**
 * A change that the portal itself knows how to make to files that are there already. It is offered where its fault
 * is seen, and goes the way of every other change: preview, guardrails, merge request, approval.
 */
export type Repair = {
  /** As forms are shown; a repair asks for nothing. */
  template: Template;
  /** Throws PortalError where there is nothing to mend. */
  render(sources: RepairSources, snapshot: RepositorySnapshot): Promise<RenderedTemplate>;
};
