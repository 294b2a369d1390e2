import { ReplyError } from './requests.ts';
import type { ChatMessage } from './responder.ts';
import { countTokens, tokenize } from './tokens.ts';

/**
 * What of the messages fits into the context, as server/prompt.go cuts it: system messages and the last one always
 * stay, the oldest of the others go first, and of a last one that is too long its end is kept.
 * Throws ReplyError 400 where that would be needed and the client does not want it.
 */
export function fitIntoContext(
  messages: readonly ChatMessage[],
  contextLength: number,
  mayTruncate: boolean,
): readonly ChatMessage[] {
  const sizes = messages.map((message) => countTokens(message.content));
  let excess = sizes.reduce((sum, size) => sum + size, 0) - contextLength;
  if (excess <= 0) {
    return messages;
  }
  if (!mayTruncate) {
    throw new ReplyError(400, 'the input length exceeds the context length');
  }
  const kept: ChatMessage[] = [];
  for (const [index, message] of messages.entries()) {
    const isLast = index === messages.length - 1;
    if (isLast) {
      kept.push({
        ...message,
        content: excess > 0 ? tokenize(message.content).slice(excess).join('') : message.content,
      });
    } else if (message.role === 'system' || excess <= 0) {
      kept.push(message);
    } else {
      excess -= sizes[index] ?? 0;
    }
  }
  return kept;
}

/** One text of all messages, for counting and for the cache of the runner. */
export function promptText(messages: readonly ChatMessage[]): string {
  return messages.map((message) => `${message.role}: ${message.content}\n`).join('');
}

/** The text up to the first stop sequence. @param stop the option, one text or several */
export function cutAtStop(text: string, stop: unknown): string {
  const sequences = (Array.isArray(stop) ? stop : [stop]).filter((item) => typeof item === 'string' && item !== '');
  const ends = sequences.map((sequence) => text.indexOf(sequence)).filter((at) => at !== -1);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}
