import { createDefaultResponder, type Responder } from '../responder.ts';
import { openOllama } from './ollama-rig.ts';

type Behaviour = { answer: string } | { trouble: 'crash' | 'busy' };

/** A sandbox Ollama that says and does what a test wants, and how much it has to do. */
export async function openWritingSandbox() {
  const rig = await openOllama({ rate: 1000 });
  const { ollama, faults } = rig;
  return {
    url: ollama.url,
    model: 'qwen2.5-coder:7b',
    behave(behaviour: Behaviour) {
      faults.clear();
      const trouble = 'trouble' in behaviour ? behaviour.trouble : null;
      ollama.setWeaknesses(trouble === 'crash' ? ['runner-crash'] : []);
      const answer = 'answer' in behaviour ? behaviour.answer : null;
      ollama.setResponder(answer === null ? createDefaultResponder(() => false) : () => answer);
      if (trouble === 'busy') {
        faults.set({ id: 'busy', server: 'ollama', kind: 'status', status: 503 });
      }
    },
    /** Nothing is wrong any more, and these are its words. */
    say(responder: Responder) {
      faults.clear();
      ollama.setWeaknesses([]);
      ollama.setResponder(responder);
    },
    atWork: () => ollama.inspect.loaded().reduce((sum, { users }) => sum + users, 0),
    close: rig.close,
  };
}
