import { startGitLabRig } from '#lib/testing/forge/gitlab-rig.ts';
import { killedProcessConformance } from './kill-process.conformance.ts';

killedProcessConformance('the sandbox’s GitLab', startGitLabRig);
