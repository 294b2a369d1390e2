import type { Template } from '#lib/domain/template/template.ts';
import { readTemplate } from '../index.ts';

export type TemplateFiles = Readonly<Record<string, string>>;

/** A template with one form page and one step, to change a piece of. */
export const SMALL = `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata:
  name: small
  title: Small
spec:
  owner: platform
  type: service
  parameters:
    title: Page
    required: [name]
    properties:
      name:
        type: string
  steps:
    - id: fetch
      action: fetch:template
      input:
        url: ./skeleton
        values:
          name: \${{ parameters.name }}
    - id: publish
      action: portolan:merge-request
      input:
        branchName: add-\${{ parameters.name }}
        title: Add \${{ parameters.name }}
`;

/** The steps part of a template, for tests that bring their own. */
export function withSteps(steps: string): string {
  return `${SMALL.slice(0, SMALL.indexOf('  steps:'))}  steps:\n${steps}`;
}

/** Reads a template that must be readable. */
export function templateOf(files: TemplateFiles, environment: Readonly<Record<string, unknown>> = {}): Template {
  const reading = readTemplate(new Map(Object.entries(files)), environment);
  if ('problems' in reading) {
    throw new Error(reading.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  }
  return reading.template;
}

export const PUBLISH = `    - action: portolan:merge-request
      input: {branchName: add, title: Add}
`;
