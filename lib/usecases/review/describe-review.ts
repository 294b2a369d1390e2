import type { Review, ReviewIssue } from '#lib/domain/review/review.ts';

/** A review as a note under a merge request. What a model said stands in it as text: no mention, command or markup of it counts. */
export function describeReview({ version, writer, summary, issues, unseen }: Review): string {
  const lines = [
    `**What ${asCode(writer.model)} found in ${version.slice(0, 8)}.** A language model wrote this; it approves nothing, and it may be wrong.`,
    '',
    asText(summary),
    '',
    ...(issues.length === 0 ? ['It found nothing to say.'] : issues.map(issueLine)),
    ...(unseen.length === 0
      ? []
      : [
          '',
          `It has not seen ${unseen.map(asCode).join(', ')}: too large for it, or with something in it that may be secret.`,
        ]),
  ];
  return lines.join('\n');
}

function issueLine({ severity, file, line, message, suggestion }: ReviewIssue): string {
  const place = asCode(line === null ? file : `${file}:${line}`);
  return `- **${severity}**, ${place}: ${asText(message)}${suggestion === '' ? '' : ` _Instead:_ ${asText(suggestion)}`}`;
}

/** One line; signs that mean something to a forge are no more than signs. A `/` at its beginning would be a command. */
function asText(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
    .replaceAll('@', '@\u200b')
    .replace(/^\//, '\\/');
}

function asCode(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll(/\s+/g, ' ')}\``;
}
