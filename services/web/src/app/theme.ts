import {
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

// Spruce carries everything one can do; amber only ever points at what is new or next.
const spruce: MantineColorsTuple = [
  "#eaf6f3",
  "#d3eae5",
  "#a7d5cb",
  "#78bfb0",
  "#52ab99",
  "#36978a",
  "#1f8073",
  "#14695f",
  "#0f544c",
  "#0a3d38",
];
const amber: MantineColorsTuple = [
  "#fff6e5",
  "#fdeac8",
  "#f9d492",
  "#f5bc58",
  "#f1a72b",
  "#dc8f12",
  "#b8740a",
  "#925a08",
  "#6f4409",
  "#4d2f08",
];
const red: MantineColorsTuple = [
  "#fdeeec",
  "#fadbd7",
  "#f3b6ae",
  "#ec8f84",
  "#e66e60",
  "#d94b3b",
  "#c03221",
  "#a6281a",
  "#861f14",
  "#66160d",
];
const ink: MantineColorsTuple = [
  "#f4f5f4",
  "#e4e7e6",
  "#c9cfcd",
  "#a7b0ad",
  "#84908c",
  "#66736f",
  "#4d5955",
  "#38423f",
  "#242c2a",
  "#151c1b",
];

// From text to the deepest ground: dark is a night of the same green, not a grey.
const dark: MantineColorsTuple = [
  "#e7ecea",
  "#c4cecb",
  "#a3b0ac",
  "#7d8b87",
  "#4b5a58",
  "#33403f",
  "#202b2e",
  "#161f22",
  "#12191c",
  "#0c1214",
];

export const theme = createTheme({
  primaryColor: "spruce",
  primaryShade: { light: 7, dark: 6 },
  colors: { spruce, amber, red, gray: ink, dark },
  fontFamily: "'Figtree Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  headings: {
    fontWeight: "650",
    textWrap: "balance",
    sizes: {
      h1: { fontSize: "clamp(1.75rem, 1.35rem + 1.8vw, 2.5rem)", lineHeight: "1.15" },
      h2: { fontSize: "clamp(1.3rem, 1.15rem + .7vw, 1.625rem)", lineHeight: "1.25" },
      h3: { fontSize: "1.125rem", lineHeight: "1.35" },
    },
  },
  fontSizes: { xs: "0.8125rem", sm: "0.9375rem", md: "1.0625rem", lg: "1.1875rem", xl: "1.375rem" },
  lineHeights: { md: "1.6" },
  defaultRadius: "md",
  radius: { sm: "8px", md: "12px", lg: "20px" },
  respectReducedMotion: true,
  cursorType: "pointer",
  focusRing: "auto",
  autoContrast: true,
  components: {
    // A link in a sentence is known by its line, not by its colour alone.
    Anchor: { defaultProps: { underline: "always" } },
    Badge: { defaultProps: { tt: "none", fw: 600, size: "lg" } },
    Button: { defaultProps: { size: "md" } },
    TextInput: { defaultProps: { size: "md" } },
    PasswordInput: { defaultProps: { size: "md" } },
    Textarea: { defaultProps: { size: "md" } },
    NativeSelect: { defaultProps: { size: "md" } },
  },
  variantColorResolver: defaultVariantColorsResolver,
});

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {
    "--page-width": "68rem",
    "--text-width": "42rem",
  },
  light: {
    "--track-defender": "#2f66a8",
    "--track-offensive": "#b4452f",
    "--track-grc": "#6b4fa0",
    "--track-innovation": "#0f766b",
    "--track-leadership": "#946200",
    "--mantine-color-body": "#fbfaf6",
    "--mantine-color-text": "#1a2422",
    "--mantine-color-dimmed": "#56635f",
    "--mantine-color-error": "#b3261e",
    "--surface": "#ffffff",
    "--surface-quiet": "#f3f1ea",
    "--line": "#e0ddd2",
    "--accent": "#925a08",
    "--accent-surface": "#fff3da",
    "--shadow": "0 1px 2px rgb(30 40 35 / 6%), 0 8px 24px rgb(30 40 35 / 6%)",
  },
  dark: {
    "--track-defender": "#86b6ee",
    "--track-offensive": "#f0937f",
    "--track-grc": "#b9a1e8",
    "--track-innovation": "#63c7b4",
    "--track-leadership": "#e9b654",
    "--mantine-color-body": "#12191c",
    "--mantine-color-text": "#e7ecea",
    "--mantine-color-dimmed": "#a3b0ac",
    "--mantine-color-error": "#ff9d94",
    "--surface": "#1a2326",
    "--surface-quiet": "#202b2e",
    "--line": "#33403f",
    "--accent": "#f5bc58",
    "--accent-surface": "#34290f",
    "--shadow": "none",
  },
});
