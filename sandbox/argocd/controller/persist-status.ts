import type { Fields } from '../../controllers/api/fields.ts';
import { REFRESH } from '../application/annotations.ts';
import { type ControllerContext, updateApplication } from './context.ts';

/** Fields of `status` that a comparison writes; those it does not give are taken away. */
const COMPARED = [
  'controllerNamespace',
  'health',
  'reconciledAt',
  'resourceHealthSource',
  'resources',
  'sourceHydrator',
  'sourceType',
  'sourceTypes',
  'summary',
  'sync',
];

/** Writes the outcome of a comparison and takes the request for it away. */
export function persistComparison(
  context: ControllerContext,
  name: string,
  fields: Fields,
  conditions: readonly object[],
): void {
  updateApplication(context, name, (current) => {
    const kept = Object.entries(current.status ?? {}).filter(
      ([key]) => !COMPARED.includes(key) && key !== 'conditions',
    );
    const { [REFRESH]: request, ...annotations } = current.metadata.annotations ?? {};
    return {
      ...current,
      metadata: request === undefined ? current.metadata : { ...current.metadata, annotations },
      status: { ...Object.fromEntries(kept), ...fields, ...(conditions.length > 0 ? { conditions } : {}) },
    };
  });
}
