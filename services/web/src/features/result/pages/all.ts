// One file for the whole matter: on a slow network a request costs more than its bytes.
export { ResultPage } from "./result-page";
export { BlueprintPage } from "./blueprint-page";
export { ComparisonPage } from "./comparison-page";
export { RetakePage } from "./retake-page";
