// One file for the whole matter: on a slow network a request costs more than its bytes.
export { DashboardPage } from "./dashboard-page";
export { ActionsPage } from "./actions-page";
export { ProfilePage } from "./profile-page";
export { PortfolioPage } from "./portfolio-page";
export { PortfolioItemPage } from "./portfolio-item-page";
