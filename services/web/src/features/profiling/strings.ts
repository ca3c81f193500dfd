import { registerStrings } from "@/lib/i18n";

import en from "./en.json";

registerStrings("profiling", en);
