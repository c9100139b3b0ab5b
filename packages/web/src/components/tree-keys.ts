/** What an item of a tree can do; one that can't open has no children. */
export interface TreeItemActions {
  readonly canOpen: boolean;
  readonly isOpen: boolean;
  readonly toggle: (isOpen: boolean) => void;
  readonly choose: () => void;
}

/**
 * The keyboard of a tree, by the pattern of https://www.w3.org/WAI/ARIA/apg/patterns/treeview/: one
 * item is in the tab order, arrows go on from it.
 */
export function handleTreeKey(event: React.KeyboardEvent, actions: TreeItemActions): void {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const { canOpen, isOpen, toggle, choose } = actions;
  const item = event.currentTarget;
  const tree = item.closest('[role="tree"]');
  const visible = [...(tree?.querySelectorAll<HTMLElement>('[role="treeitem"]') ?? [])];
  const index = visible.findIndex((other) => other === item);
  const isAbove = (other: Element) => Number(other.ariaLevel) < Number(item.ariaLevel);
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => visible[index + 1]?.focus(),
    ArrowUp: () => visible[index - 1]?.focus(),
    Home: () => visible[0]?.focus(),
    End: () => visible.at(-1)?.focus(),
    Enter: choose,
    " ": choose,
    ArrowRight: () => {
      if (isOpen) visible[index + 1]?.focus();
      else if (canOpen) toggle(true);
    },
    ArrowLeft: () => {
      if (isOpen) toggle(false);
      else visible.slice(0, index).findLast(isAbove)?.focus();
    },
  };
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
  if (act === undefined) return;
  event.preventDefault();
  act();
}
