import { Composer, type Document, Lexer, LineCounter, Parser } from 'yaml';
import type { YamlLimits } from './limits.ts';
import type { ManifestProblem } from './manifest.ts';

export type YamlDocuments = {
  documents: Document.Parsed[];
  problems: ManifestProblem[];
  lineAt(offset: number): number;
};

/** Two entries of the parser's stack stand for one level of the document. */
const STACK_PER_LEVEL = 2;

class TooMuch extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Reads YAML 1.2 (core schema, no merge keys) into syntax trees, stopping at the limits while it reads, so that a
 * hostile file costs no more than an honest one. Never throws.
 */
export function readDocuments(text: string, limits: YamlLimits): YamlDocuments {
  const lines = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, lines.linePos(offset).line);
  const documents: Document.Parsed[] = [];
  const problems: ManifestProblem[] = [];
  if (text.length > limits.sizeCharacters) {
    const message = `the file has ${text.length} characters; at most ${limits.sizeCharacters} are read`;
    return { documents, problems: [{ line: 1, message }], lineAt };
  }
  try {
    for (const document of compose(text, lines, limits)) {
      if (documents.length >= limits.documents) {
        throw new TooMuch(document.range[0], `the file holds more than ${limits.documents} documents`);
      }
      documents.push(document);
      problems.push(...documentProblems(document, lineAt));
    }
  } catch (error) {
    if (!(error instanceof TooMuch)) {
      throw error;
    }
    return { documents: [], problems: [{ line: lineAt(error.offset), message: error.message }], lineAt };
  }
  return { documents, problems, lineAt };
}

function* compose(text: string, lines: LineCounter, limits: YamlLimits): Generator<Document.Parsed> {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    // The parser's own check compares every key with every other; the one made while values are built does not.
    uniqueKeys: false,
    prettyErrors: false,
  });
  lines.addNewLine(0);
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    if (tokens > limits.tokens) {
      throw new TooMuch(parser.offset, `the file has more than ${limits.tokens} words and signs`);
    }
    for (const token of parser.next(lexeme)) {
      yield* composer.next(token);
    }
    if (parser.stack.length > limits.depth * STACK_PER_LEVEL) {
      throw new TooMuch(parser.offset, `the file is nested more than ${limits.depth} levels deep`);
    }
  }
  for (const token of parser.end()) {
    yield* composer.next(token);
  }
  yield* composer.end(false, text.length);
}

function documentProblems(document: Document.Parsed, lineAt: (offset: number) => number): ManifestProblem[] {
  // Tags are judged where values are built, which also knows the ones that the parser resolves.
  const warnings = document.warnings.filter((warning) => warning.code !== 'TAG_RESOLVE_FAILED');
  const problems = [...document.errors, ...warnings].map((issue) => ({
    line: lineAt(issue.pos[0]),
    message: issue.code === 'NON_STRING_KEY' ? 'a key must be plain text' : issue.message,
  }));
  // A `%YAML 1.1` line would bring back merge keys and other readings of the same text.
  if (document.directives.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
    problems.push({ line: lineAt(document.range[0]), message: 'only YAML 1.2 is read; leave the %YAML line out' });
  }
  return problems;
}
