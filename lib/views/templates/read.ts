import 'server-only';
import { z } from 'zod';
import { isAllowed } from '#lib/domain/actor/actor.ts';
import { REVERT_ID } from '#lib/domain/change/change.ts';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { authorize } from '#lib/portal/authorize.ts';
import type { UserContext } from '#lib/portal/context.ts';
import { repairOf } from '#lib/portal/repairs/index.ts';
import { defineView } from '../_shared/view.ts';

export type TemplateCard = Pick<Template, 'id' | 'title' | 'description' | 'owner' | 'type' | 'tags'>;
export type TemplatesData = {
  templates: TemplateCard[];
  /** Whether a model may be asked in words instead. */
  canAsk: boolean;
};
export type TemplateData = TemplateCard & Pick<Template, 'pages' | 'digest' | 'examples'> & { start: FormStart | null };

/** Values that a form begins with, and the change that they were sent with. */
export type FormStart = { change: string; values: Record<string, unknown> };

function toCard({ id, title, description, owner, type, tags }: Template): TemplateCard {
  return { id, title, description, owner, type, tags };
}

/** The golden paths that there are. */
export const templatesView = defineView({
  name: 'templates',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'change.preview');
    const { templates, gateway, live } = context.services;
    const canAsk = gateway !== null && isAllowed(context.actor, 'gateway.ask');
    const data: TemplatesData = { templates: [...templates.values()].map(toCard), canAsk };
    return { data, sources: [], position: live.position() };
  },
});

/** One golden path with its form; with `from`, filled in as that change was; with `run`, as a model filled it in. */
export const templateView = defineView({
  name: 'template',
  params: z.strictObject({
    id: z.string().max(100),
    from: z.string().max(100).optional(),
    run: z.string().max(100).optional(),
  }),
  async read(context, { id, from, run }) {
    await authorize(context, 'change.preview');
    const { templates, live } = context.services;
    const template = repairOf(id)?.template ?? templates.get(id);
    if (template === undefined) {
      throw new PortalError('not-found', `There is no template "${id}".`);
    }
    const { pages, digest, examples } = template;
    const start = await (from !== undefined
      ? readStart(context, id, from)
      : run !== undefined
        ? readDraft(context, id, run)
        : null);
    const data: TemplateData = { ...toCard(template), pages, digest, examples, start };
    return { data, sources: [], position: live.position() };
  },
});

async function readStart(context: UserContext, template: string, changeId: string): Promise<FormStart> {
  await authorize(context, 'change.view');
  const change = await context.services.store.changes.findById(changeId);
  if (template === REVERT_ID && change !== null) {
    return { change: change.title, values: { change: changeId } };
  }
  if (change?.origin.kind !== 'template' || change.origin.templateId !== template) {
    throw new PortalError('not-found', `There is no change of the template "${template}" with this id.`);
  }
  return { change: change.title, values: change.inputs };
}

async function readDraft(context: UserContext, template: string, runId: string): Promise<FormStart> {
  await authorize(context, 'gateway.view');
  const run = await context.services.store.gatewayRuns.findById(runId);
  const draft = run?.draft;
  if (draft?.path.kind !== 'template' || draft.path.templateId !== template) {
    throw new PortalError('not-found', `There is no draft of the template "${template}" with this id.`);
  }
  return { change: `what ${run?.writer.model} made of your words`, values: draft.values };
}
