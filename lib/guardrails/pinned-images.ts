import type { Finding, Guardrail } from '#lib/domain/guardrail/guardrail.ts';
import { cutText } from '#lib/domain/value/fields.ts';
import { pinningOf } from './pods/image-reference.ts';
import { type FoundImage, imagesOf } from './pods/images.ts';
import { conclude } from './reading/files.ts';
import { findingIn } from './reading/objects.ts';

export const pinnedImages: Guardrail = {
  id: 'pinned-images',
  title: 'Images carry a fixed version',
  rationale:
    'An image without a tag, or with latest, is another image after every push: nobody can say what runs, or go back to it.',
  evaluate(input) {
    const images = imagesOf(input);
    return conclude(input, images.flatMap(judge), images.length > 0, 'images');
  },
};

function judge({ subject, ...image }: FoundImage): Finding[] {
  const shown = cutText(image.text, 120);
  const pinning = pinningOf(image.text);
  const report = (message: string, severity: Finding['severity'] = 'fail') => {
    const fix = `Name a version, such as ${withoutTag(image.text)}:1.2.3, or a digest.`;
    const { object, ...found } = findingIn(subject, image.path, { message, severity, fix });
    return [object === '' || object === undefined ? found : { ...found, object }];
  };
  switch (pinning) {
    case 'latest':
      return report(`${image.where} uses ${shown}: latest is another image after every push`);
    case 'untagged':
      return image.needsTag ? report(`${image.where} uses ${shown} without a tag, which means latest`) : [];
    case 'unreadable':
      return image.needsTag
        ? report(
            image.text === ''
              ? `${image.where} names no image`
              : `${image.where}: ${shown} is not a reference to an image`,
          )
        : [];
    case 'moving':
      return report(`${image.where} uses ${shown}, a tag that is usually moved to newer images`, 'warn');
    case 'pinned':
      return [];
  }
}

function withoutTag(text: string): string {
  const [name = ''] = cutText(text, 120).split('@');
  const colon = name.indexOf(':', name.lastIndexOf('/') + 1);
  return (colon < 0 ? name : name.slice(0, colon)) || 'name';
}
