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
  /** A list or mapping, or an expression for one: the step runs once for each of its entries. Undefined for a single run. */
  each: unknown;
  input: Record<string, unknown>;
};

/** Values that fill the form for someone who wants to see what it makes. */
export type TemplateExample = { id: string; title: string; values: Record<string, unknown> };

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
  examples: TemplateExample[];
  /** What the platform's configuration gives every template: `environment.parameters` in its expressions. */
  environment: Readonly<Record<string, unknown>>;
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
  /** What the portal did otherwise than the template says, for the person who reads the preview. */
  notes: string[];
};

/** What is wrong with a template, where it is: for whoever wrote it. */
export type TemplateProblem = { file: string; line: number; message: string };
