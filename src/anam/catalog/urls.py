from django.urls import path

from anam.catalog.views import products, storefronts

urlpatterns = [
    path("", storefronts.storefronts, name="home"),
    path("m/<slug:slug>/", storefronts.storefront, name="storefront"),
    path("portal/products/", products.products, name="portal-products"),
]
