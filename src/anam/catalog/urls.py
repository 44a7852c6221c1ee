from django.urls import path, re_path

from anam.catalog import shipping_page
from anam.catalog.views import (
    alerts,
    own_storefront,
    picture_files,
    pictures,
    product_editor,
    product_page,
    products,
    storefronts,
)
from anam.media.pictures import ADDRESS, KEY
from anam.media.sizes import FILE

urlpatterns = [
    path("", storefronts.storefronts, name="home"),
    path("m/<slug:slug>/", storefronts.storefront, name="storefront"),
    path("m/<slug:slug>/<slug:product>/", product_page.product_page, name="product-page"),
    path("alerts/", alerts.alerts, name="restock-alerts"),
    path("alerts/ask/", alerts.ask, name="restock-ask"),
    path("alerts/stop/", alerts.stop, name="restock-stop"),
    re_path(rf"^{ADDRESS[1:]}(?P<key>{KEY})/(?P<name>{FILE})$", picture_files.picture_file, name="picture-file"),
    path("portal/shipping/", shipping_page.shipping, name="portal-shipping"),
    path("portal/shipping/remove/", shipping_page.remove, name="portal-shipping-remove"),
    path("portal/products/", products.products, name="portal-products"),
    path("portal/storefront/", own_storefront.own_storefront, name="portal-storefront"),
    path("portal/products/add/", product_editor.add, name="product-add"),
    path("portal/products/<int:pk>/edit/", product_editor.edit, name="portal-product"),
    path("portal/products/<int:pk>/archive/", product_editor.archive, name="product-archive"),
    path("portal/products/<int:pk>/sell/", product_editor.sell, name="product-sell"),
    path("portal/products/<int:pk>/place/", product_editor.place, name="product-place"),
    path("portal/products/cover/", pictures.cover, name="portal-cover"),
    path("portal/products/<int:pk>/pictures/", pictures.product_pictures, name="portal-pictures"),
    path("portal/products/pictures/<int:pk>/describe/", pictures.describe, name="picture-describe"),
    path("portal/products/pictures/<int:pk>/place/", pictures.place, name="picture-place"),
    path("portal/products/pictures/<int:pk>/remove/", pictures.remove, name="picture-remove"),
]
