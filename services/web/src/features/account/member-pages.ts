// One file for the whole matter: on a slow network a request costs more than its bytes.
export { ChangePasswordPage } from "./change-password-page";
export { SettingsPage } from "./settings-page";
export { SuspendedPage } from "./suspended-page";
export { NoRolePage } from "./no-role-page";
export { RoleHomePage } from "./role-home-page";
