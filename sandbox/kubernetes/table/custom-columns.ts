import { readJsonPath } from '../api/json-path.ts';
import type { KubeObject, PrinterColumn, ResourceType } from '../object.ts';
import { AGE, type Cell, type Column, column, NAME } from './column.ts';
import { formatAge } from './duration.ts';

/** What the server falls back to for kinds nobody wrote columns for. */
export const CREATED_AT: Column[] = [
  NAME,
  column('Created At', (object) => object.metadata.creationTimestamp ?? '', { type: 'date' }),
];

/** The columns of a custom kind: its name, then those its definition asks for, else its age. */
export function customColumns(resource: ResourceType): Column[] {
  const declared = resource.printerColumns ?? [];
  return [NAME, ...(declared.length === 0 ? [AGE] : declared.map(fromDeclaration))];
}

function fromDeclaration(declared: PrinterColumn): Column {
  const { name, type, jsonPath, description = '', format = '', priority = 0 } = declared;
  return { name, type, format, description, priority, cell: (object, now) => cellOf(object, type, jsonPath, now) };
}

/** Absent values are null, which kubectl leaves blank; a date shows as an age (apiextensions tableconvertor). */
function cellOf(object: KubeObject, type: PrinterColumn['type'], jsonPath: string, now: number): Cell {
  const value = readJsonPath(object, jsonPath)[0];
  if (value === undefined || value === null) {
    return null;
  }
  switch (type) {
    case 'date':
      return formatAge(value, now);
    case 'integer':
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'string':
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    default:
      return type satisfies never;
  }
}
