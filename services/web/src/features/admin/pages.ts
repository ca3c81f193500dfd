// One file for the whole matter: on a slow network a request costs more than its bytes.
export { StudentsPage } from "./students-page";
export { CreateStudentPage } from "./create-student-page";
export { StudentPage } from "./student-page";
export { RetakesPage } from "./retakes-page";
export { ItemsPage } from "./items-page";
export { DeadLettersPage } from "./dead-letters-page";
export { DeadLetterPage } from "./dead-letter-page";
export { SystemPage } from "./system-page";
