import type { Finding, Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { parseImageReference, repositoryOf } from './pods/image-reference.ts';
import { type FoundImage, imagesOf } from './pods/images.ts';
import { conclude } from './reading/files.ts';
import { findingIn } from './reading/objects.ts';

export const knownRegistries: Guardrail = {
  id: 'known-registries',
  title: 'Images come from allowed registries',
  rationale: 'An image is a program of somebody else. The platform says whose programs it runs.',
  evaluate(input) {
    const { registries } = input.landing;
    if (registries.includes('*')) {
      return { notApplicable: 'Every registry is allowed (guardrails.landing.registries).' };
    }
    const images = imagesOf(input);
    return conclude(
      input,
      images.flatMap((image) => judge(image, registries)),
      images.length > 0,
      'images',
    );
  },
};

function judge({ subject, path, text, where, isWhole }: FoundImage, allowed: readonly string[]): Finding[] {
  const reference = parseImageReference(text);
  // What is no reference at all is told by the rule about versions.
  if (reference === null || (isWhole && isAllowed(repositoryOf(reference), allowed))) {
    return [];
  }
  const shown = cutText(text, 120);
  const message = isWhole
    ? `${where} uses ${shown}, which is not from a registry that is allowed here`
    : `${where} uses ${shown}, and the change does not say from which registry`;
  const fix = `Use an image from: ${allowed.join(', ')}.`;
  const { object, ...found } = findingIn(subject, path, { message, severity: isWhole ? 'fail' : 'warn', fix });
  return [object === '' || object === undefined ? found : { ...found, object }];
}

/** A registry, or a part of one: `ghcr.io` allows all of it, `ghcr.io/team` what is below that. */
function isAllowed(repository: string, allowed: readonly string[]): boolean {
  return allowed.some((prefix) => {
    const whole = prefix.toLowerCase().replace(/\/+$/, '');
    return repository === whole || repository.startsWith(`${whole}/`);
  });
}
