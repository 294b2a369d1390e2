import type { FileChange } from '#lib/domain/change/change.ts';
import type { RenderedTemplate, Template } from '#lib/domain/template/template.ts';
import type { Services } from '../context.ts';
import type { RepositorySnapshot } from '../repository-snapshots.ts';

/** What a repair looks at. */
export type RepairSources = Pick<Services, 'engine' | 'repository' | 'store'>;

/** What it would do; a file without content goes. */
export type RepairResult = Omit<RenderedTemplate, 'files'> & { files: FileChange[] };

/**
 * A change that the portal itself knows how to make to files that are there already. It is offered where its fault
 * is seen, and goes the way of every other change: preview, guardrails, merge request, approval.
 */
export type Repair = {
  /** As forms are shown; a repair asks for nothing that is not known where it is offered. */
  template: Template;
  /**
   * Throws PortalError where there is nothing to mend.
   * @param values of its form, checked
   */
  render(
    sources: RepairSources,
    snapshot: RepositorySnapshot,
    values: Readonly<Record<string, unknown>>,
  ): Promise<RepairResult>;
};
