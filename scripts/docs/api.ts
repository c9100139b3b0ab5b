/** What is read of the description that typedoc writes as JSON. */
export interface Reflection {
  readonly name: string;
  readonly variant: string;
  readonly kind: number;
  readonly type?: { readonly type: string; readonly name?: string };
  readonly comment?: Comment;
  readonly children?: readonly Reflection[];
  readonly signatures?: readonly Reflection[];
  readonly getSignature?: Reflection;
}

interface Comment {
  readonly summary: readonly unknown[];
  readonly blockTags?: readonly {
    readonly tag: string;
    readonly content: readonly { readonly text: string }[];
  }[];
}

/** An exported symbol or a member of one, with where it is, such as `MlflowClient.getRun`. */
export interface ApiSymbol {
  readonly path: string;
  readonly reflection: Reflection;
  /** Whether it is no member of a class or an interface. */
  readonly isOwn: boolean;
}

const NAMESPACE = 4;

/** Everything that is exported, namespaces left out for what is in them. */
export function listSymbols(parent: Reflection, path: readonly string[] = []): ApiSymbol[] {
  return (parent.children ?? []).flatMap((reflection) => {
    // What another page describes, such as a function that two namespaces have.
    if (reflection.variant === "reference") return [];
    const whole = [...path, reflection.name];
    const below = listSymbols(reflection, whole);
    if (reflection.kind === NAMESPACE) return below;
    const isOwn = path.length === 0 || parent.kind === NAMESPACE;
    const described = reflection.signatures ?? [reflection.getSignature ?? reflection];
    const own = described.map((one) => ({ path: whole.join("."), reflection: one, isOwn }));
    return [...own, ...below];
  });
}

export function blocksOf({ comment }: Reflection, tag: string): string[] {
  const found = (comment?.blockTags ?? []).filter((block) => block.tag === tag);
  return found.map(({ content }) => content.map(({ text }) => text).join(""));
}
