import { lazy } from "react";
import { showDialog } from "../../components/show-dialog.tsx";

// Loaded when first asked for.
const CommandPalette = lazy(() => import("./command-palette.tsx"));
const KeysHelp = lazy(() => import("./keys-help.tsx"));

export const askForCommand = () => showDialog(<CommandPalette />);
export const showKeys = () => showDialog(<KeysHelp />);
