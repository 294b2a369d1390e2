import 'server-only';
import { z } from 'zod';
import { PortalError } from '#lib/domain/error/portal-error.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { authorize } from '#lib/portal/authorize.ts';
import { defineView } from '../_shared/view.ts';

export type TemplateCard = Pick<Template, 'id' | 'title' | 'description' | 'owner' | 'type' | 'tags'>;
export type TemplatesData = { templates: TemplateCard[] };
export type TemplateData = TemplateCard & Pick<Template, 'pages' | 'digest' | 'examples'>;

function toCard({ id, title, description, owner, type, tags }: Template): TemplateCard {
  return { id, title, description, owner, type, tags };
}

/** The golden paths that there are. */
export const templatesView = defineView({
  name: 'templates',
  params: z.strictObject({}),
  async read(context) {
    await authorize(context, 'change.preview');
    const { templates, live } = context.services;
    const data: TemplatesData = { templates: [...templates.values()].map(toCard) };
    return { data, sources: [], position: live.position() };
  },
});

/** One golden path with its form. */
export const templateView = defineView({
  name: 'template',
  params: z.strictObject({ id: z.string().max(100) }),
  async read(context, { id }) {
    await authorize(context, 'change.preview');
    const { templates, live } = context.services;
    const template = templates.get(id);
    if (template === undefined) {
      throw new PortalError('not-found', `There is no template "${id}".`);
    }
    const { pages, digest, examples } = template;
    const data: TemplateData = { ...toCard(template), pages, digest, examples };
    return { data, sources: [], position: live.position() };
  },
});
