// One file: whoever begins online must be able to end offline.
export { WelcomePage } from "./welcome-page";
export { ResumePage, QuestionPage } from "./question-page";
export { ReflectionPage } from "./reflection-page";
export { FinishPage } from "./finish-page";
export { SyncingPage } from "./syncing-page";
