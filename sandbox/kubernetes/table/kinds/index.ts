import type { Column } from '../column.ts';

/** The columns of the built-in kinds, by qualified name (pkg/printers/internalversion/printers.go). */
export const COLUMNS: Record<string, Column[]> = {};
