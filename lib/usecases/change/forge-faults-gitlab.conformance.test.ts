import { startGitLabRig } from '#lib/testing/forge/gitlab-rig.ts';
import { forgeFaultsConformance } from './forge-faults.conformance.ts';

forgeFaultsConformance('the sandbox’s GitLab', startGitLabRig);
