from django.urls import path

from anam.catalog import views

urlpatterns = [
    path("", views.storefronts, name="home"),
    path("m/<slug:slug>/", views.storefront, name="storefront"),
    path("portal/products/", views.products, name="portal-products"),
]
