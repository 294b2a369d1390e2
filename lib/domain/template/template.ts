/** A JSON Schema with `ui:*` hints, as Backstage templates carry it; checked for shape when the file is read. */
export type FormSchema = { [key: string]: unknown };

/** One page of the form. */
export type FormPage = { title: string; description: string; schema: FormSchema };

export type TemplateStep = {
  id: string;
  name: string;
  action: string;
  /** `if`: a boolean or an expression; a step whose condition is false is left out. */
  condition: unknown;
  input: Record<string, unknown>;
};

/** A golden path: `scaffolder.backstage.io/v1beta3` Template, read and checked. */
export type Template = {
  id: string;
  title: string;
  description: string;
  owner: string;
  type: string;
  tags: string[];
  pages: FormPage[];
  steps: TemplateStep[];
  /** SHA-256 over the template file and every file of its folder. */
  digest: string;
  /** The files beside template.yaml by path relative to it. */
  skeleton: ReadonlyMap<string, string>;
};

/** What running a template with some inputs would write. */
export type RenderedTemplate = {
  title: string;
  description: string;
  branch: string;
  files: { path: string; content: string }[];
};
