import { everyPusher as everyPusherOf, type Push } from '#lib/adapters/forge/_shared/pushes.ts';
import { type Activity, PushContent } from './schema.ts';

/**
 * Everyone who pushed to a branch, from the feed of its repository, which a queue of Gitea's writes. It hides from others what
 * somebody does who set it so, forgets old entries where it is configured to, and a branch that was given another name begins
 * nowhere. Pull requests are no witness: who opened one stands in its timeline as having pushed what it began with.
 */
export function everyPusher(
  provider: string,
  activities: readonly Activity[],
  branch: string,
  headSha: string,
): ReturnType<typeof everyPusherOf> {
  const ref = `refs/heads/${branch}`;
  const ofBranch = activities
    .filter(({ op_type, ref_name }) => op_type === 'commit_repo' && ref_name === ref)
    // Those of one second come in any order; their numbers say what was first.
    .toSorted((one, other) => other.id - one.id);
  const pushes = ofBranch.map((activity, index) => toPush(activity, ofBranch[index + 1]));
  return everyPusherOf({ provider, branch, headSha }, pushes);
}

/** What an entry says of a push; nothing where it cannot be read. */
function toPush({ content, act_user_id, act_user }: Activity, before: Activity | undefined): Push {
  const parsed = PushContent.safeParse(jsonOf(content));
  const [, from = null] =
    /\/compare\/([0-9a-f]{40,64})\.\.\.[0-9a-f]{40,64}$/.exec(parsed.data?.CompareURL ?? '') ?? [];
  return {
    person: { id: String(act_user_id), username: act_user?.login ?? '' },
    from,
    to: parsed.data?.HeadCommit?.Sha1 ?? null,
    // A new branch is told twice, the first time without a word (CreateRef of services/feed/notifier.go); what its push says
    // of the commit before is a guess.
    isBeginning: before?.content === '' && before.act_user_id === act_user_id,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // An entry without a word, or one of another version: it then is a gap, which is said to be one.
    return null;
  }
}
