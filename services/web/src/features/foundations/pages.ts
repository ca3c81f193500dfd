// One file for the whole matter: on a slow network a request costs more than its bytes.
export { CoursePage } from "./course-page";
export { ModulePage } from "./module-page";
export { AssessmentPage } from "./assessment-page";
export { ReflectionPage } from "./reflection-page";
export { TrackPage } from "./track-page";
