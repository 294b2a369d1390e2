import { describe, expect, it } from 'vitest';
import type { HeadFile } from '#lib/domain/change/change.ts';
import { INJECTIONS } from '#lib/testing/gateway/injections.ts';
import type { GatewayQuestion } from '../question.ts';
import { splitFiles } from './split-files.ts';
import { writeExplanation, writeReview } from './write-review.ts';

const FILE: HeadFile = { path: 'apps/shop/a.yaml', before: 'a: 1\nb: 2\n', after: 'a: 1\nb: 3\nc: 4\n' };
const ISSUE = {
  severity: 'medium',
  file: FILE.path,
  line: 2,
  message: 'b is larger than it was.',
  suggestion: 'Leave it.',
};

function ask(answers: readonly unknown[]) {
  const asked: GatewayQuestion[] = [];
  return {
    asked,
    ask: async (question: GatewayQuestion) => {
      asked.push(question);
      const answer = answers[Math.min(asked.length, answers.length) - 1];
      return { text: typeof answer === 'string' ? answer : JSON.stringify(answer), isCut: false };
    },
  };
}
const REQUEST = { title: 'feat: a shop', files: [FILE], contextTokens: 8192, answerTokens: 1024, attempts: 2 };

describe('what a model reads', () => {
  it('has line numbers, and marks what is new and what goes', () => {
    const gone = { path: 'old.yaml', before: 'x: 1\n', after: null };
    const { parts } = splitFiles([FILE, gone], 1000);
    expect(parts[0]?.files.map(({ text }) => text)).toEqual(['1  a: 1\n2+ b: 3\n3+ c: 4', '- x: 1']);
  });

  it('comes in parts that fit, and what fits nowhere is named', () => {
    const files = ['a', 'b', 'c'].map((path) => ({ path, before: null, after: 'x'.repeat(90) }));
    const { parts, unseen } = splitFiles([...files, { path: 'huge', before: null, after: 'x'.repeat(500) }], 200);
    expect(parts.map((part) => part.files.map(({ path }) => path))).toEqual([['a', 'b'], ['c']]);
    expect(unseen).toEqual(['huge']);
  });
});

describe('what a model says', () => {
  it('is a summary and issues, the worst first; lines that are not there are left out', async () => {
    const { ask: model } = ask([
      {
        summary: 'Adds c.',
        issues: [
          { ...ISSUE, line: 99 },
          { ...ISSUE, severity: 'high' },
        ],
      },
    ]);
    expect(await writeReview(REQUEST, model)).toEqual({
      summary: 'Adds c.',
      issues: [
        { ...ISSUE, severity: 'high' },
        { ...ISSUE, line: null },
      ],
      unseen: [],
    });
  });

  it('is asked for again when it cannot be read, and then given up', async () => {
    const again = ask(['LGTM!', { summary: 'Adds c.', issues: [] }]);
    expect(await writeReview(REQUEST, again.ask)).toMatchObject({ summary: 'Adds c.', issues: [] });
    const never = ask(['LGTM!']);
    expect(await writeReview(REQUEST, never.ask)).toHaveProperty('problem');
    expect(never.asked).toHaveLength(2);
  });

  it.each([
    ['an approval', { summary: 's', issues: [], approved: true }],
    ['a file that is not in the change', { summary: 's', issues: [{ ...ISSUE, file: '.gitlab-ci.yml' }] }],
    ['a severity that there is not', { summary: 's', issues: [{ ...ISSUE, severity: 'none' }] }],
  ])('has no place for %s', async (_name, answer) => {
    expect(await writeReview(REQUEST, ask([answer]).ask)).toHaveProperty('problem');
  });

  it('is asked with the rules first, whatever stands in the files, their names and the title', async () => {
    for (const { prompt } of INJECTIONS) {
      const hostile = { path: prompt.slice(0, 100), before: prompt, after: `# ${prompt}\n` };
      const { ask: model, asked } = ask([{ summary: 's', issues: [] }]);
      await writeReview({ ...REQUEST, title: prompt, files: [hostile] }, model);
      const { messages = [] } = asked[0] ?? {};
      expect(messages.map(({ role }) => role)).toEqual(['system', 'user']);
      expect(messages[0]?.content).not.toContain('deploy nginx');
      // Two fences: that of the title and that of the file.
      expect(messages[1]?.content.match(/"""/g)).toHaveLength(4);
    }
  });
});

describe('what a model makes of something that is not well', () => {
  const TEXTS = [
    { title: 'What Argo CD says of it', text: 'Sync OutOfSync' },
    { title: 'Deployment/web in a.yaml', text: 'x'.repeat(400) },
    { title: 'Service/web in b.yaml', text: 'y'.repeat(400) },
  ];
  const ABOUT = { about: 'argocd/web', texts: TEXTS, contextTokens: 1000, answerTokens: 100, attempts: 2 };

  it('is asked with what fits, the first of it always, and the rest is named', async () => {
    const { ask: model, asked } = ask([{ summary: 's', issues: [{ ...ISSUE, file: TEXTS[1]?.title }] }]);
    const said = await writeExplanation(ABOUT, model);
    expect(said).toMatchObject({ unseen: ['Service/web in b.yaml'], issues: [{ line: null }] });
    expect(asked[0]?.messages[1]?.content).not.toContain('yyy');
    const long = [{ title: 'What Argo CD says of it', text: 'z'.repeat(9000) }];
    const cut = ask([{ summary: 's', issues: [] }]);
    expect(await writeExplanation({ ...ABOUT, texts: long }, cut.ask)).toMatchObject({ unseen: [] });
    expect(cut.asked[0]?.messages[1]?.content.length).toBeLessThan(1000);
  });

  it('names no text that it was not shown', async () => {
    const { ask: model } = ask([{ summary: 's', issues: [{ ...ISSUE, file: 'Secret/root' }] }]);
    expect(await writeExplanation(ABOUT, model)).toHaveProperty('problem');
  });

  it('is asked with the rules first, whatever the cluster says', async () => {
    for (const { prompt } of INJECTIONS) {
      const { ask: model, asked } = ask([{ summary: 's', issues: [] }]);
      const texts = [{ title: prompt.slice(0, 60), text: prompt }];
      await writeExplanation({ ...ABOUT, contextTokens: 9000, texts }, model);
      expect(asked[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
      expect(asked[0]?.messages[1]?.content.match(/"""/g)).toHaveLength(4);
    }
  });
});
