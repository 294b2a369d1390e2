import { cutText, fieldsOf, itemsOf, textOf } from '#lib/domain/value/fields.ts';
import type { Analysis } from '#lib/domain/workload/analysis.ts';
import type { KindDescriptor } from '#lib/ports/cluster.ts';
import { readMetadata } from '../../_shared/object-metadata.ts';

const MOST_ERRORS = 10;
const LONGEST_ERROR = 1_000;
const LONGEST_DETAILS = 4_000;
const LONGEST_NAME = 520;

/** What the operator of k8sgpt found: k8sgpt-operator api/v1alpha1/result_types.go. */
export const RESULT_KIND: KindDescriptor<Analysis> = {
  group: 'core.k8sgpt.ai',
  version: 'v1alpha1',
  resource: 'results',
  kind: 'Result',
  namespaced: true,
  isOptional: true,
  idOf: ({ id }) => id,
  toDomain(object) {
    const metadata = readMetadata(object);
    const spec = fieldsOf(object.spec);
    const errors = itemsOf(spec.error).map(fieldsOf);
    const withoutMasked = createMask(errors.flatMap(({ sensitive }) => itemsOf(sensitive).map(fieldsOf)));
    const shown = (text: unknown, longest: number) =>
      typeof text === 'string' ? cutText(withoutMasked(text), longest) : '';
    const subject = subjectOf(spec);
    return {
      // Its own name is made of the object's, without what separates its parts.
      id: `${subject.namespace}/${metadata.namespace}/${metadata.name}`,
      subject,
      parent: textOf(spec.parentObject, LONGEST_NAME),
      errors: errors
        .slice(0, MOST_ERRORS)
        .map(({ text }) => shown(text, LONGEST_ERROR))
        .filter((text) => text !== ''),
      details: shown(spec.details, LONGEST_DETAILS),
    };
  },
};

/**
 * Takes out what was masked on its way to a model, names of secrets and of hosts: it is not to be read here either. The longest
 * first, and all at once, so that no part of one is left where another one was found in it.
 */
function createMask(masked: readonly { readonly [key: string]: unknown }[]): (text: string) => string {
  const signs = new Map(
    masked.flatMap(({ masked: sign, unmasked }): [string, string][] =>
      typeof unmasked === 'string' && unmasked !== '' ? [[unmasked, textOf(sign) || '•••']] : [],
    ),
  );
  if (signs.size === 0) {
    return (text) => text;
  }
  const longestFirst = [...signs.keys()].toSorted((a, b) => b.length - a.length);
  const any = new RegExp(longestFirst.map((text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => text.replace(any, (found) => signs.get(found) ?? '•••');
}

/** `namespace/name`, or the name alone of what has no namespace. */
function subjectOf({ kind, name }: { readonly [key: string]: unknown }): Analysis['subject'] {
  const [first = '', ...rest] = textOf(name, LONGEST_NAME).split('/');
  const isNamespaced = rest.length > 0;
  return {
    kind: textOf(kind),
    namespace: isNamespaced ? first : '',
    name: isNamespaced ? rest.join('/') : first,
  };
}
