import type { Schema } from '#lib/domain/json-schema/schema.ts';
import type { Template } from '#lib/domain/template/template.ts';
import { fenced, type GatewayQuestion, type Request, RULES, requestTexts } from './question.ts';

/** What a request is made with: a golden path, objects of their own, or nothing, where it asks for something else. */
export type ChosenPath = { kind: 'template'; templateId: string } | { kind: 'objects' } | { kind: 'none'; why: string };

const OBJECTS = 'objects';
const NONE = 'none';
const MOST_WHY = 300;

type Choices = {
  templates: readonly Pick<Template, 'id' | 'title' | 'description'>[];
  /** Whether objects may be made without a golden path, and which kinds. */
  kinds: readonly string[];
};

/** Asks which golden path fits: a small choice, which small models make well. */
export function askForPath(request: Request, { templates, kinds }: Choices): GatewayQuestion {
  const lines = [
    ...templates.map(({ id, title, description }) => `- ${id}: ${title}. ${description}`),
    ...(kinds.length === 0
      ? []
      : [`- ${OBJECTS}: None of the above fits, and it can be made of these kinds: ${kinds.join(', ')}.`]),
    `- ${NONE}: It does not ask for software that shall run on the platform.`,
  ];
  const system = `${RULES}\n\nSay which way fits what is asked for:\n${lines.join('\n')}`;
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced(requestTexts(request, `What is asked for, under the name ${request.appName}`)) },
    ],
    shape: pathShape(templates, kinds),
  };
}

function pathShape(templates: Choices['templates'], kinds: readonly string[]): Schema {
  const ways = [...templates.map(({ id }) => id), ...(kinds.length === 0 ? [] : [OBJECTS]), NONE];
  return {
    type: 'object',
    required: ['why', 'way'],
    additionalProperties: false,
    properties: {
      // First, so that the choice follows from it.
      why: { type: 'string', maxLength: MOST_WHY, description: 'One sentence.' },
      way: { type: 'string', enum: ways },
    },
  };
}

/** @param answer of the shape that was asked for */
export function readPath(answer: Readonly<Record<string, unknown>>): ChosenPath {
  const { way, why } = answer;
  if (way === NONE) {
    return { kind: 'none', why: String(why).slice(0, MOST_WHY) };
  }
  return way === OBJECTS ? { kind: 'objects' } : { kind: 'template', templateId: String(way) };
}
