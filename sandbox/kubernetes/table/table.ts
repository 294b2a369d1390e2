import type { Representation } from '../api/negotiation.ts';
import { type KubeObject, qualifiedName, type ResourceType } from '../object.ts';
import type { Cell, Column } from './column.ts';
import { CREATED_AT, customColumns } from './custom-columns.ts';
import { COLUMNS } from './kinds/index.ts';

export type IncludeObject = 'None' | 'Metadata' | 'Object';

export type Table = {
  kind: 'Table';
  apiVersion: string;
  metadata: Record<string, unknown>;
  columnDefinitions: Omit<Column, 'cell'>[];
  rows: { cells: Cell[]; object?: unknown }[];
};

export type TableMaker = {
  table(objects: readonly KubeObject[], metadata: Record<string, unknown>): Table;
  /** For watches: only the first table of a stream says what its columns are. */
  nextTable(objects: readonly KubeObject[], metadata: Record<string, unknown>): Table;
};

/** Makes the tables kubectl prints (meta/v1 Table) of one kind. */
export function createTableMaker(
  resource: ResourceType,
  options: { now: () => number; include: IncludeObject; version: Representation['version'] },
): TableMaker {
  const columns = columnsOf(resource);
  const definitions = columns.map(({ cell, ...definition }) => definition);
  let isFirst = true;
  const table: TableMaker['table'] = (objects, metadata) => ({
    kind: 'Table',
    apiVersion: `meta.k8s.io/${options.version}`,
    metadata,
    columnDefinitions: definitions,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, options.now())),
      ...included(resource, object, options),
    })),
  });
  return {
    table,
    nextTable(objects, metadata) {
      const made = table(objects, metadata);
      const shown = isFirst ? made : { ...made, columnDefinitions: [] };
      isFirst = false;
      return shown;
    },
  };
}

function columnsOf(resource: ResourceType): Column[] {
  return resource.isCustom ? customColumns(resource) : (COLUMNS[qualifiedName(resource)] ?? CREATED_AT);
}

function included(
  resource: ResourceType,
  object: KubeObject,
  { include, version }: { include: IncludeObject; version: Representation['version'] },
): { object?: unknown } {
  switch (include) {
    case 'None':
      return {};
    case 'Metadata':
      return {
        object: { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: object.metadata },
      };
    case 'Object':
      return { object: { ...object, kind: resource.kind } };
    default:
      return include satisfies never;
  }
}
