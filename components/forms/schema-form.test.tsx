import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { FormPage, FormSchema } from '#lib/domain/template/template.ts';
import { initialValues } from './schema/form-values.ts';
import { SchemaForm, type SchemaFormProps } from './schema-form.tsx';

const page = (title: string, schema: FormSchema): FormPage => ({ title, description: '', schema });
const pages = [
  page('App', {
    required: ['name'],
    properties: {
      name: { type: 'string', title: 'Name', 'ui:help': 'Letters and dashes' },
      token: { type: 'string', title: 'Token', 'ui:widget': 'password' },
      owner: { type: 'string', title: 'Owner', 'ui:field': 'OwnerPicker' },
      env: {
        type: 'array',
        title: 'Environment',
        default: [{}],
        items: { type: 'object', properties: { name: { type: 'string' } } },
      },
    },
  }),
  page('Resources', { properties: { replicas: { type: 'integer' } } }),
];

const render = (more: Partial<SchemaFormProps> = {}) =>
  renderToStaticMarkup(
    <SchemaForm
      pages={pages}
      values={initialValues(pages)}
      onChange={() => undefined}
      onSubmit={() => undefined}
      submitLabel="Open merge request"
      {...more}
    />,
  );

describe('SchemaForm', () => {
  it('shows the first page, and the others as steps', () => {
    const markup = render();
    expect(markup).toMatch(/aria-current="step"[^>]*>.*App/s);
    expect(markup).toContain('Resources');
    expect(markup).not.toContain('Replicas');
    expect(markup).toContain('>Next<');
  });

  it('ties label, help and "required" to the control', () => {
    const markup = render();
    const id = /<label for="([^"]+-name)"/.exec(markup)?.[1];
    expect(markup).toMatch(
      new RegExp(`<input[^>]* id="${id}"[^>]*aria-describedby="${id}-help"[^>]*aria-required="true"`),
    );
  });

  it('shows what the server says of what is typed beside its field, and nothing that only repeats the form’s own checks', () => {
    const missing = { path: 'name', message: 'This is required.' };
    const taken = { path: 'name', message: 'The name web is taken.' };
    expect(render({ validate: () => [missing], notes: [missing] })).not.toContain('This is required.');
    const markup = render({ notes: [taken] });
    expect(markup).toContain('The name web is taken.');
    expect(markup).not.toContain('What is to be mended');
  });

  it('masks what is masked and notes what it does not have', () => {
    const markup = render();
    expect(markup).toContain('type="password"');
    expect(markup).toContain('OwnerPicker');
  });

  it('says nothing of errors before anything was typed, but shows what the server said', () => {
    const error = { path: 'name', message: 'is needed' };
    expect(render({ validate: () => [error] })).not.toContain('is needed');
    expect(render({ errors: [error] })).toMatch(/aria-invalid="true".*is needed/s);
  });

  it('shows hostile words of a template as text', () => {
    const hostile = [
      page('<img src=x>', { properties: { a: { title: '<script>1</script>', description: '<b onclick=x>' } } }),
    ];
    expect(render({ pages: hostile, values: {} })).not.toMatch(/<script|<img|<b /);
  });
});
