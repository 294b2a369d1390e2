import { type Fields, fieldsOf } from '../fields.ts';
import { parseQuantityMillis } from '../quantity.ts';
import type { Problems } from './problems.ts';

const QUANTITY_DETAIL = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

/** Names with a domain, such as `nvidia.com/gpu`: whole numbers, never more requested than limited or the other way. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

function checkAmounts(amounts: Fields, path: string, problems: Problems): void {
  for (const [name, amount] of Object.entries(amounts)) {
    const millis = parseQuantityMillis(amount);
    if (millis === null) {
      problems.invalid(`${path}[${name}]`, amount, QUANTITY_DETAIL);
    } else if (millis < 0) {
      problems.invalid(`${path}[${name}]`, amount, 'must be greater than or equal to 0');
    } else if (isExtendedResource(name) && millis % 1000 !== 0) {
      problems.invalid(`${path}[${name}]`, amount, 'must be an integer');
    }
  }
}

/** `resources` of a container: pkg/apis/core/validation/validation.go, ValidateResourceRequirements. */
export function checkResources(value: unknown, path: string, problems: Problems): void {
  const requests = fieldsOf(fieldsOf(value).requests);
  const limits = fieldsOf(fieldsOf(value).limits);
  checkAmounts(limits, `${path}.limits`, problems);
  checkAmounts(requests, `${path}.requests`, problems);
  for (const [name, amount] of Object.entries(requests)) {
    const request = parseQuantityMillis(amount);
    const limit = parseQuantityMillis(limits[name]);
    if (isExtendedResource(name) && limit === null) {
      problems.required(`${path}.limits`, `Limit must be set for non overcommitable resources`);
    } else if (isExtendedResource(name) && request !== limit) {
      problems.invalid(`${path}.requests`, amount, `must be equal to ${name} limit of ${limits[name]}`);
    } else if (request !== null && limit !== null && request > limit) {
      problems.invalid(`${path}.requests`, amount, `must be less than or equal to ${name} limit of ${limits[name]}`);
    }
  }
}
