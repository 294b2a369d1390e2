/**
 * Run by git for each push, while the new objects are still in quarantine. The server has judged the refs and
 * hands in what it found: a refusal (for the whole push, as GitLab does it), and the branches that must not be
 * force-pushed, one a line. It asks nothing of the shell but to read lines and to call git.
 */
export const PRE_RECEIVE_HOOK = `#!/bin/sh
if [ -n "$SANDBOX_REFUSAL" ]; then
  printf 'GitLab: %s\\n' "$SANDBOX_REFUSAL" >&2
  exit 1
fi
zero=0000000000000000000000000000000000000000
while read -r old new ref; do
  [ "$old" = "$zero" ] && continue
  [ "$new" = "$zero" ] && continue
  if printf '%s\\n' "$SANDBOX_NO_FORCE" | grep -Fqx -- "$ref"; then
    if ! git merge-base --is-ancestor "$old" "$new"; then
      printf 'GitLab: You are not allowed to force push code to a protected branch on this project.\\n' >&2
      exit 1
    fi
  fi
done
exit 0
`;
