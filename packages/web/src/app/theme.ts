import {
  Button,
  createTheme,
  Drawer,
  Modal,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

const teal: MantineColorsTuple = [
  "#e7f7f5",
  "#cfece8",
  "#9fd9d1",
  "#6cc5b9",
  "#46b4a6",
  "#2ca899",
  "#0f9488",
  "#0f766e",
  "#0b5f58",
  "#074742",
];

/** Mantine's controls in the colours and sizes of `styles/tokens.css`. */
export const theme = createTheme({
  colors: { teal },
  primaryColor: "teal",
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  defaultRadius: "sm",
  cursorType: "pointer",
  components: {
    Button: Button.extend({ styles: { label: { fontWeight: 500 } } }),
    // A window's head is no banner of the page.
    Modal: Modal.extend({ defaultProps: { attributes: { header: { role: "none" } } } }),
    Drawer: Drawer.extend({ defaultProps: { attributes: { header: { role: "none" } } } }),
  },
});

const SCHEME_VARIABLES = {
  "--mantine-color-body": "var(--surface)",
  "--mantine-color-text": "var(--text)",
  "--mantine-color-dimmed": "var(--text-soft)",
  "--mantine-color-placeholder": "var(--text-faint)",
  "--mantine-color-error": "var(--bad)",
  "--mantine-color-default": "var(--surface)",
  "--mantine-color-default-hover": "var(--surface-hover)",
  "--mantine-color-default-color": "var(--text)",
  "--mantine-color-default-border": "var(--line-strong)",
  "--mantine-color-gray-4": "var(--line-strong)",
  "--mantine-color-dark-4": "var(--line-strong)",
  "--mantine-color-dark-6": "var(--surface-raised)",
};

/** The tokens know both colour schemes already, so Mantine's two are the same. */
export const resolveCssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: SCHEME_VARIABLES,
  dark: SCHEME_VARIABLES,
});
