import { isRecord } from '#lib/domain/manifest/manifest.ts';
import { matchesPath } from '#lib/domain/repository/path.ts';
import { createRenderer, ExpressionError, type Renderer, type Scope } from '../expression/renderer.ts';
import { templateError } from '../template-error.ts';
import type { Action } from './action.ts';
import { joinTarget, skeletonFiles } from './skeleton-files.ts';

/**
 * Renders a folder of the template with `values` into the change: contents and file names (Backstage, `fetch:template`). A file whose
 * name comes out with an empty part is left out.
 */
export const fetchTemplate: Action = {
  required: ['url'],
  run(input, { template, workspace }) {
    const renderer = createRenderer({
      trimBlocks: input.trimBlocks === true,
      lstripBlocks: input.lstripBlocks === true,
      cookiecutterCompat: isCompatible(input),
    });
    const values = isRecord(input.values) ? input.values : {};
    const scope: Scope = isCompatible(input) ? { cookiecutter: values, values } : { values };
    for (const [source, content] of skeletonFiles(template, input.url, 'fetch:template')) {
      const path = render(renderer, source, scope, `the name of ${source}`);
      if (isLeftOut(path)) {
        continue;
      }
      const plan = planOf(path, source, input);
      const rendered = plan.isRendered ? render(renderer, content, scope, source) : content;
      workspace.write(joinTarget(input.targetPath, plan.path, 'fetch:template'), rendered, input.replace === true);
    }
    return {};
  },
};

function isCompatible(input: Readonly<Record<string, unknown>>): boolean {
  return input.cookiecutterCompat === true;
}

function isLeftOut(path: string): boolean {
  return path.split('/').includes('');
}

/** Which files are rendered, and what they are called then. */
function planOf(
  path: string,
  source: string,
  input: Readonly<Record<string, unknown>>,
): { path: string; isRendered: boolean } {
  const { templateFileExtension: given } = input;
  const extension = given === true ? '.njk' : typeof given === 'string' && given !== '' ? given : null;
  if (extension !== null) {
    const isRendered = path.endsWith(extension);
    return { path: isRendered ? path.slice(0, -extension.length) : path, isRendered };
  }
  const copied = input.copyWithoutTemplating ?? input.copyWithoutRender;
  const patterns = Array.isArray(copied) ? copied.filter((pattern) => typeof pattern === 'string') : [];
  return { path, isRendered: !patterns.some((pattern) => matchesPath(pattern, source) || matchesPath(pattern, path)) };
}

function render(renderer: Renderer, text: string, scope: Scope, where: string): string {
  try {
    return renderer.text(text, scope);
  } catch (error) {
    if (error instanceof ExpressionError) {
      throw templateError(`${where}, line ${error.line}`, error.message, error);
    }
    throw error;
  }
}
