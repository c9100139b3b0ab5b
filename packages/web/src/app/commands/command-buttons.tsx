import { ActionIcon } from "@mantine/core";
import { SearchIcon } from "../../components/icons.tsx";
import { askForCommand, showKeys } from "./ask-commands.tsx";
import styles from "./command-buttons.module.css";

/** What the keys for commands and for help do, for whoever does not know them yet. */
export function CommandButtons() {
  return (
    <>
      <button type="button" className={styles["find"]} onClick={askForCommand}>
        <SearchIcon size={14} />
        Find
        <kbd className={styles["key"]} aria-hidden="true">
          Ctrl K
        </kbd>
      </button>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Show all keys"
        title="Show all keys (?)"
        onClick={showKeys}
      >
        <span aria-hidden="true">?</span>
      </ActionIcon>
    </>
  );
}
