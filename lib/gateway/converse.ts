import { askAgain } from './again.ts';
import type { GatewayQuestion } from './question.ts';
import { readAnswer } from './read-answer.ts';

/** One question and what became of its answer. */
export type DraftStep = {
  stage: 'path' | 'form' | 'objects' | 'edits';
  /** From 1, of its stage. */
  attempt: number;
  /** What the model was told is wrong; null where the answer was taken. */
  problem: string | null;
};

export type ConversationTools = {
  /** Throws what the server of the model throws. */
  ask(question: GatewayQuestion): Promise<{ text: string; isCut: boolean }>;
  onStep(step: DraftStep): void;
};

/** An answer that was understood, and what is still wrong with what it says. */
export type Attempt<Value> = { value: Value; problem: string | null } | { problem: string };

/** Asks until an answer has nothing wrong with it, or so often; gives the last one that could be read. */
export async function converse<Value>(
  stage: DraftStep['stage'],
  first: GatewayQuestion,
  attempts: number,
  { ask, onStep }: ConversationTools,
  judge: (answer: Record<string, unknown>) => Promise<Attempt<Value>>,
): Promise<Attempt<Value>> {
  let question = first;
  let last: Attempt<Value> = { problem: 'Nothing was asked.' };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { text, isCut } = await ask(question);
    const reading = readAnswer(text, first.shape, isCut);
    const judged: Attempt<Value> = 'problem' in reading ? reading : await judge(reading.value);
    onStep({ stage, attempt, problem: judged.problem });
    if (judged.problem === null) {
      return judged;
    }
    last = 'value' in judged || !('value' in last) ? judged : last;
    question = askAgain(first, text, judged.problem);
  }
  return last;
}
