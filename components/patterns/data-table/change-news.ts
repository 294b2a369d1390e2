const MOST_SENTENCES = 3;

export type ChangeNews = {
  /** Takes up one change in words. */
  add(sentence: string): void;
  /** What is to be said now, and forgets it; null when nothing happened. */
  take(): string | null;
};

/** Gathers changes so that a screen reader hears a few sentences, or how many there were, and never a flood. */
export function createChangeNews(what: string): ChangeNews {
  let sentences: string[] = [];
  let count = 0;
  return {
    add(sentence) {
      count += 1;
      if (sentences.length < MOST_SENTENCES) {
        sentences.push(sentence);
      }
    },
    take() {
      const said = count > MOST_SENTENCES ? `${count} changes in ${what}` : sentences.join('. ');
      sentences = [];
      count = 0;
      return said === '' ? null : said;
    },
  };
}
