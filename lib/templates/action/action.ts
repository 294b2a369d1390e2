import type { Template } from '#lib/domain/template/template.ts';
import type { Workspace } from '../workspace.ts';

/** What the merge request of a run shall say. */
export type MergeRequestIntent = { title: string; description: string; branch: string };

/** What an action works on. */
export type ActionRun = {
  template: Template;
  workspace: Workspace;
  /** Tells the person at the preview about something that was done otherwise than the template says. */
  note(text: string): void;
  /** Says that this run ends in a merge request. */
  open(intent: MergeRequestIntent, files: ReadonlyMap<string, string>): void;
};

/** Something that a step can do. `run` gives what later steps see as `steps.<id>.output`; it throws PortalError. */
export type Action = {
  /** What the step's input must have, by name. */
  required: readonly string[];
  run(input: Readonly<Record<string, unknown>>, run: ActionRun): Record<string, unknown>;
};
