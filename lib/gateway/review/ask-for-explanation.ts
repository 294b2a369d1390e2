import type { ShownText } from '#lib/domain/review/review.ts';
import { fenced, type GatewayQuestion, harmless, RULES } from '../question.ts';
import { type ReviewWords, reviewShape } from './ask-for-review.ts';

const WORDS: ReviewWords = {
  summary: 'What is wrong and what that means for who uses it, in two or three plain sentences.',
  message: 'A likely cause, and what of the text shows it.',
  suggestion: 'What to change in git, or where to look next.',
};

/** Asks what is wrong with something, from what is known of it. Severity is how likely a cause is. */
export function askForExplanation(about: string, texts: readonly ShownText[]): GatewayQuestion {
  const system = [
    RULES,
    'You explain to a person what is wrong with an application on a Kubernetes platform. You never decide, and you cannot do anything.',
    'You are shown what the platform says of it, and the files in git that declare it. Git is the only way to change anything: never suggest kubectl, helm or a change in the cluster.',
    'Say in the summary what is wrong, in plain words. Name as issues the likely causes, each with the text that shows it; the severity is how likely it is. Name no cause that no text shows: that nothing shows a cause is a good answer.',
  ].join('\n\n');
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: fenced([{ title: 'The application', text: about }, ...texts.map(plainTitle)]) },
    ],
    shape: reviewShape(
      texts.map(({ title }) => title),
      WORDS,
    ),
  };
}

function plainTitle({ title, text }: ShownText): ShownText {
  return { title: harmless(title).replaceAll('\n', ' '), text };
}
