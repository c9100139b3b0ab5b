import type { Pair } from "../../components/pair-table.tsx";

/** The state of the sources that a run was made from. */
export interface Commit {
  readonly id: string;
  readonly branch?: string;
  /** Its page, where the repository has an address on the web. */
  readonly link?: string;
}

/** What MLflow's clients note down of the git repository that a script lies in. */
export function findCommit(tags: readonly Pair[]): Commit | undefined {
  const find = (key: string) => tags.find((tag) => tag.key === key)?.value || undefined;
  const id = find("mlflow.source.git.commit");
  if (id === undefined) return undefined;
  const branch = find("mlflow.source.git.branch") ?? find("mlflow.gitBranch");
  const repository = find("mlflow.source.git.repoURL") ?? find("mlflow.gitRepoURL");
  const link = repository === undefined ? undefined : linkTo(repository, id);
  return { id, ...(branch !== undefined && { branch }), ...(link !== undefined && { link }) };
}

/** GitHub, GitLab, Gitea and their like name a commit's page the same; Bitbucket has its own word. */
function linkTo(repository: string, id: string): string | undefined {
  const url = URL.parse(repository);
  if (url === null || !["http:", "https:"].includes(url.protocol)) return undefined;
  // An address with which a machine clones may hold its password.
  url.username = "";
  url.password = "";
  url.search = "";
  url.hash = "";
  const word = url.hostname === "bitbucket.org" ? "commits" : "commit";
  const folder = url.pathname.replace(/\/+$/, "").replace(/\.git$/, "");
  url.pathname = `${folder}/${word}/${encodeURIComponent(id)}`;
  return url.href;
}
