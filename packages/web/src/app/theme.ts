import { createTheme, type MantineColorsTuple } from "@mantine/core";

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
  primaryShade: { light: 7, dark: 5 },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  defaultRadius: "sm",
  cursorType: "pointer",
});
