import type { ParseResult, TSType } from 'oxc-parser';

/** A member of an interface. */
export type Member = { name: string; optional: boolean; type: TSType };

/** What one declaration file says: its interface or alias, and where the names it uses come from. */
export type Declaration = {
  /** What the file exports under the short name with `I` in front. */
  body: { kind: 'interface'; members: Member[]; parents: string[] } | { kind: 'alias'; type: TSType };
  /** By local name, the module it is imported from. */
  imports: Map<string, string>;
};

/** Reads one `.d.ts` file of the model packages: they declare one interface or alias each, named as the file with `I` in front. */
export function readDeclaration(file: string, { program, errors }: ParseResult): Declaration | null {
  if (errors.length > 0) {
    throw new Error(`${file}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  }
  const imports = new Map<string, string>();
  let body: Declaration['body'] | null = null;
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      for (const specifier of statement.specifiers) {
        imports.set(specifier.local.name, statement.source.value);
      }
    }
    const declared = statement.type === 'ExportNamedDeclaration' ? statement.declaration : null;
    if (declared?.type === 'TSInterfaceDeclaration') {
      const members = declared.body.body.map((member) => readMember(file, member));
      const parents = declared.extends.map(({ expression }) =>
        expression.type === 'Identifier' ? expression.name : '',
      );
      body ??= { kind: 'interface', members, parents };
    } else if (declared?.type === 'TSTypeAliasDeclaration') {
      body ??= { kind: 'alias', type: declared.typeAnnotation };
    }
  }
  return body === null ? null : { body, imports };
}

/** Reads a member of an interface or an inline type; anything but a named property is a shape nobody foresaw. */
export function readMember(file: string, member: { type: string }): Member {
  const { type, key, optional, typeAnnotation } = member as {
    type: string;
    key?: { type: string; value?: unknown; name?: string };
    optional?: boolean;
    typeAnnotation?: { typeAnnotation: TSType };
  };
  const name = key?.type === 'Literal' ? String(key.value) : key?.name;
  if (type !== 'TSPropertySignature' || name === undefined || typeAnnotation === undefined) {
    throw new Error(`${file}: a member of type ${type} is not understood`);
  }
  return { name, optional: optional === true, type: typeAnnotation.typeAnnotation };
}
