from django.urls import path

from anam.catalog import shipping_page, views

urlpatterns = [
    path("", views.storefronts, name="home"),
    path("m/<slug:slug>/", views.storefront, name="storefront"),
    path("portal/shipping/", shipping_page.shipping, name="portal-shipping"),
    path("portal/shipping/remove/", shipping_page.remove, name="portal-shipping-remove"),
    path("portal/products/", views.products, name="portal-products"),
]
