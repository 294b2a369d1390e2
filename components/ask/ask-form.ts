import type { FormPage } from '#lib/domain/template/template.ts';

const OPENS_ITSELF = {
  type: 'boolean',
  title: 'Open the merge request as soon as nothing is wrong with it',
  'ui:help': 'A person approves it in either case.',
};

/** What is asked for with words; the same limits as the server has, which is the one that counts. */
export const ASK_PAGES: FormPage[] = [
  {
    title: 'In your words',
    description: '',
    schema: {
      type: 'object',
      required: ['prompt', 'appName'],
      properties: {
        prompt: {
          type: 'string',
          title: 'What shall run',
          minLength: 3,
          maxLength: 8000,
          'ui:widget': 'textarea',
          'ui:placeholder': 'A Redis cache for the shop, 256 MiB of memory, only reachable from inside.',
          'ui:help': 'In a sentence or two. Passwords and tokens do not belong here; a text with one is refused.',
        },
        appName: {
          type: 'string',
          title: 'Name',
          pattern: '^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$',
          'ui:placeholder': 'shop-cache',
          'ui:help': 'Small letters, digits and dashes. The merge request and its files are named after it.',
        },
        opensItself: OPENS_ITSELF,
      },
    },
  },
];

/** The same of an application that is there: its name is known. */
export const EDIT_PAGES: FormPage[] = [
  {
    title: 'In your words',
    description: '',
    schema: {
      type: 'object',
      required: ['prompt'],
      properties: {
        prompt: {
          type: 'string',
          title: 'What shall be otherwise',
          minLength: 3,
          maxLength: 8000,
          'ui:widget': 'textarea',
          'ui:placeholder': 'Three copies, each with at most 512 MiB of memory.',
          'ui:help': 'In a sentence or two. Passwords and tokens do not belong here; a text with one is refused.',
        },
        opensItself: OPENS_ITSELF,
      },
    },
  },
];
