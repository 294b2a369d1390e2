import { formatPosition, type Position, parsePosition } from './position.ts';

/** A topic that someone wants to hear of, and from where on; null is from now on. */
export type WantedTopic = { topic: string; since: Position | null };

const TOPIC = /^[a-z][a-z0-9-]{0,60}(?:\/[A-Za-z0-9._~-]{1,100}){0,3}$/;
const MOST_TOPICS = 50;

/** Writes topics as the live address takes them: `?topic=applications@e1.7&topic=sources`. */
export function formatTopics(wanted: Iterable<WantedTopic>): URLSearchParams {
  const query = new URLSearchParams();
  for (const { topic, since } of wanted) {
    query.append('topic', since === null ? topic : `${topic}@${formatPosition(since)}`);
  }
  return query;
}

/**
 * Reads what `formatTopics` wrote. A position that makes no sense counts as one nobody remembers: then the rows are
 * read again. Gives null when there is no topic or a name is none.
 */
export function parseTopics(query: URLSearchParams): WantedTopic[] | null {
  const entries = query.getAll('topic').slice(0, MOST_TOPICS);
  const wanted = entries.map((entry) => {
    const [topic = '', since] = entry.split('@', 2);
    return { topic, since: since === undefined ? null : (parsePosition(since) ?? { epoch: '', version: 0 }) };
  });
  const isClean = wanted.length > 0 && wanted.every(({ topic }) => TOPIC.test(topic));
  return isClean ? wanted : null;
}

/** The name that a tab gives itself; null where it is none. */
export function parseTab(query: URLSearchParams): string | null {
  const tab = query.get('tab') ?? '';
  return /^[a-z0-9]{1,20}$/.test(tab) ? tab : null;
}
