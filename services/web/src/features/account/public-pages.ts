// One file, and without dialogs and menus: the first thing anybody loads.
export { LoginPage } from "./login-page";
export { InvitePage } from "./invite-page";
export { ResetPasswordPage } from "./reset-password-page";
export { ForgotPasswordPage } from "./forgot-password-page";
