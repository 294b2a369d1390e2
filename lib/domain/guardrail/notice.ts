/** What a reviewer must not miss, in the order in which it is read. */
export const NOTICE_TOPICS = ['unread', 'deletion', 'privilege', 'secret', 'network', 'delivery', 'image'] as const;
export type NoticeTopic = (typeof NOTICE_TOPICS)[number];

/** Something in a change that is allowed, and that nobody should let through unseen. */
export type Notice = {
  topic: NoticeTopic;
  file: string;
  /** Of the new file, from 1; null where it is about what is gone. */
  line: number | null;
  /** For people: `Deployment shop/web`; '' where it is about the file. */
  object: string;
  message: string;
};
