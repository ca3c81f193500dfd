"""Routes of the portfolio, below /api/v1."""

from django.urls import path

from core.growth.portfolio import api

urlpatterns = [
    path("portfolio/items", api.PortfolioItemsView.as_view()),
    path("portfolio/items/<uuid:item_id>", api.PortfolioItemView.as_view()),
]
