import 'server-only';
import { diagnoseGitea } from '#lib/adapters/forge/gitea/diagnose.ts';
import { diagnoseRepository as diagnoseGiteaRepository } from '#lib/adapters/forge/gitea/diagnose-repository.ts';
import { createGitea } from '#lib/adapters/forge/gitea/host.ts';
import { diagnoseGitHub } from '#lib/adapters/forge/github/diagnose.ts';
import { diagnoseRepository as diagnoseGitHubRepository } from '#lib/adapters/forge/github/diagnose-repository.ts';
import { createGitHub } from '#lib/adapters/forge/github/host.ts';
import { diagnoseGitLab } from '#lib/adapters/forge/gitlab/diagnose.ts';
import { diagnoseRepository as diagnoseGitLabRepository } from '#lib/adapters/forge/gitlab/diagnose-repository.ts';
import { createGitLab } from '#lib/adapters/forge/gitlab/host.ts';
import type { ForgeConfig } from '#lib/config/load.ts';
import type { Diagnosis, Finding } from '#lib/domain/connection/diagnosis.ts';
import type { ForgeHost } from '#lib/ports/forge.ts';

type Server = { id: string; url: string; token: string };

/** What differs between the forges that changes can go to. */
export type ForgeKind = {
  /** For people. */
  name: string;
  create(connection: { id: string; url: string }): ForgeHost;
  /** What people sign in for: their own token commits, approves and merges. */
  signInScopes: string[];
  diagnose(server: Server & { tokenName: string; now: number }): Promise<Diagnosis>;
  diagnoseRepository(place: Server & { repository: string; branch: string; name: string }): Promise<Finding[]>;
};

export const FORGE_KINDS: Record<ForgeConfig['kind'], ForgeKind> = {
  gitlab: {
    name: 'GitLab',
    create: createGitLab,
    signInScopes: ['openid', 'profile', 'email', 'api'],
    diagnose: diagnoseGitLab,
    diagnoseRepository: diagnoseGitLabRepository,
  },
  gitea: {
    name: 'Gitea',
    create: createGitea,
    // Servers before 1.23 know no smaller ones than all, and take no notice of these.
    signInScopes: ['openid', 'profile', 'email', 'groups', 'read:user', 'write:repository', 'write:issue'],
    diagnose: diagnoseGitea,
    diagnoseRepository: diagnoseGiteaRepository,
  },
  github: {
    name: 'GitHub',
    create: createGitHub,
    // No smaller one than `repo` reaches private repositories, and none but `read:org` says who is in which team.
    signInScopes: ['repo', 'read:org'],
    diagnose: diagnoseGitHub,
    diagnoseRepository: diagnoseGitHubRepository,
  },
};
