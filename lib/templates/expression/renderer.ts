import {
  createTemplateRenderer,
  type TemplateContext,
  TemplateLimitError,
  TemplateRenderError,
  type TemplateRenderLimits,
  type TemplateValue,
} from 'nunjitsu';
import { FILTERS } from './filters.ts';

export type BlockOptions = { trimBlocks?: boolean; lstripBlocks?: boolean; cookiecutterCompat?: boolean };

/** Values that expressions see by their names: plain JSON. */
export type Scope = Readonly<Record<string, unknown>>;

export type Renderer = {
  /** Renders a text. Throws ExpressionError. */
  text(source: string, scope: Scope): string;
  /** Renders a value: a text that is one expression keeps the type of its result. Throws ExpressionError. */
  value(source: string, scope: Scope): unknown;
};

/** What is wrong with an expression, at its line in the text. Never holds values, only the author's own words. */
export class ExpressionError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** For one text: generous for a manifest, and used up within a tenth of a second by a text made to last. */
const LIMITS: TemplateRenderLimits = {
  sourceCodeUnits: 200_000,
  astNodes: 20_000,
  workUnits: 100_000,
  nestingDepth: 60,
  outputCodeUnits: 400_000,
  scratchBytes: 1_000_000,
  capabilityCalls: 5_000,
};

/**
 * The template language of Backstage: Nunjucks with `${{ … }}`, run by an interpreter that makes no code, sees plain values only, loads
 * nothing, runs no regular expression of a template, and stops at its limits.
 */
export function createRenderer(options: BlockOptions = {}): Renderer {
  const renderer = createTemplateRenderer({
    ...options,
    filters: FILTERS,
    // Nothing here runs after a failed step: what fails ends the run.
    globals: { always: () => true, failure: () => false },
    allowRegexExecution: false,
  });
  return {
    text: (source, scope) => guard(() => renderer.render(source, toContext(scope), { limits: LIMITS })),
    value: (source, scope) => guard(() => toPlain(renderer.renderValue(source, toContext(scope), { limits: LIMITS }))),
  };
}

function guard<Result>(render: () => Result): Result {
  try {
    return render();
  } catch (error) {
    if (error instanceof TemplateLimitError) {
      throw new ExpressionError('it takes too long or makes too much', error.line ?? 1);
    }
    if (error instanceof TemplateRenderError) {
      throw new ExpressionError(
        error.message.replace(/^Template error at line \d+, column \d+: /, ''),
        error.line ?? 1,
      );
    }
    throw error;
  }
}

/** Leaves out what is undefined, which the interpreter does not know. */
function toContext(scope: Scope): TemplateContext {
  return JSON.parse(JSON.stringify(scope)) as TemplateContext;
}

/** The interpreter's own copies are frozen, and may be maps and sets; JSON is what everything else here works with. */
function toPlain(value: TemplateValue | undefined): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
